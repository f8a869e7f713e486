"""Courses on their way to families: proposed, written, reviewed, published."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cocare.core.access import load, require_capacity
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import form_status, goto, post_data, refusals_in

from .. import lifecycle, queries, rules, services
from ..enums import SUBMITTED_STATES, LessonKind
from ..forms import CourseForm, CourseTransitionForm
from ..models import Course
from ..presenters import course_progress


@require_safe
def authoring_list(request: Request) -> HttpResponse:
    require_capacity(request.actor, *rules.WRITERS)
    page = page_of(request, queries.courses_worked_on(request.actor))
    context = {"page": page, "submitted": SUBMITTED_STATES}
    return render(request, "parents_school/authoring_list.html", context)


@require_safe
def authoring_show(request: Request, pk: UUID) -> HttpResponse:
    course = load(Course, request.actor, pk, **rules.COURSE["author"])
    return render(request, "parents_school/authoring_show.html", _authoring_context(request, course))


def _authoring_context(request: Request, course: Course, form: CourseTransitionForm | None = None) -> dict[str, Any]:
    lessons = queries.lessons_with_content(course)
    return {
        "course": course,
        "lessons": [(lesson, lifecycle.missing_content(lesson)) for lesson in lessons],
        "transitions": lifecycle.COURSE.open_to(request.actor, course),
        "history": queries.course_history(request.actor, course),
        "may_edit": queries.may_edit_course(request.actor, course),
        "kinds": LessonKind.choices,
        "form": form or CourseTransitionForm(),
        "progress": course_progress(course),
    }


@require_http_methods(["GET", "POST"])
def course_create(request: Request) -> HttpResponse:
    require_capacity(request.actor, *rules.WRITERS)
    form = CourseForm(post_data(request), initial={"hours": 1})
    if form.is_valid():
        with refusals_in(form):
            course = services.propose_course(actor=request.actor, **form.cleaned_data)
            messages.success(request, _("The topic is proposed."))
            return goto("parents_school:authoring.show", pk=course.pk)
    return render(request, "parents_school/course_edit.html", {"form": form}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def course_edit(request: Request, pk: UUID) -> HttpResponse:
    course = load(Course, request.actor, pk, **rules.COURSE["edit"])
    form = CourseForm(post_data(request), instance=course)
    if form.is_valid():
        with refusals_in(form):
            services.edit_course(actor=request.actor, course=course, **form.cleaned_data)
            return goto("parents_school:authoring.show", pk=course.pk)
    context = {"form": form, "course": course}
    return render(request, "parents_school/course_edit.html", context, status=form_status(form))


@require_POST
def course_transition(request: Request, pk: UUID) -> HttpResponse:
    """Take a step of the course's lifecycle."""
    course = load(Course, request.actor, pk, **rules.COURSE["author"])
    form = CourseTransitionForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            services.take_course_step(actor=request.actor, course=course, **form.cleaned_data)
            messages.success(request, _("Done. The course has moved on."))
            # A step can take the course out of the sight of who took it.
            if queries.courses_worked_on(request.actor).filter(pk=course.pk).exists():
                return goto("parents_school:authoring.show", pk=course.pk)
            return goto("parents_school:authoring.list")
    context = _authoring_context(request, course, form)
    return render(request, "parents_school/authoring_show.html", context, status=form_status(form))
