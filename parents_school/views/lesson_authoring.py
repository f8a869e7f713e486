"""Writing the lessons of a course: their texts, videos and questions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cocare.core.access import load
from cocare.core.errors import NotFound
from cocare.core.request import Request
from cocare.core.responses import attempt, form_status, goto, post_data, refusals_in, validated

from .. import queries, rules, services
from ..enums import LessonKind
from ..forms import LESSON_FORMS, LessonForm, LessonMoveForm, QuestionForm, VideoUploadForm
from ..models import Course, Lesson


@require_http_methods(["GET", "POST"])
def lesson_create(request: Request, pk: UUID, kind: str) -> HttpResponse:
    course = load(Course, request.actor, pk, **rules.COURSE["edit"])
    if kind not in LESSON_FORMS:
        raise NotFound
    form = LESSON_FORMS[LessonKind(kind)](post_data(request))
    if form.is_valid():
        with refusals_in(form):
            lesson = services.add_lesson(actor=request.actor, course=course, kind=kind, **form.cleaned_data)
            return goto("parents_school:lesson.edit", pk=lesson.pk)
    context = {"form": form, "course": course, "kind": LessonKind(kind)}
    return render(request, "parents_school/lesson_edit.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def lesson_edit(request: Request, pk: UUID) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, **rules.LESSON["edit"])
    form = LESSON_FORMS[LessonKind(lesson.kind)](post_data(request), instance=lesson)
    if form.is_valid():
        with refusals_in(form):
            services.edit_lesson(actor=request.actor, lesson=lesson, **form.cleaned_data)
            messages.success(request, _("Lesson kept."))
            return goto("parents_school:lesson.edit", pk=lesson.pk)
    context = _lesson_context(lesson, form, VideoUploadForm())
    return render(request, "parents_school/lesson_edit.html", context, status=form_status(form))


@require_POST
def video_upload(request: Request, pk: UUID) -> HttpResponse:
    """Put a video to a lesson; a second one of another format stands beside the first."""
    lesson = load(queries.lessons(), request.actor, pk, **rules.LESSON["edit"])
    if lesson.kind != LessonKind.VIDEO:
        raise NotFound
    form = VideoUploadForm(post_data(request), request.FILES)
    if form.is_valid():
        with refusals_in(form, "video"):
            services.attach_video(actor=request.actor, lesson=lesson, upload=form.cleaned_data["video"])
            messages.success(request, _("The video is there."))
            return goto("parents_school:lesson.edit", pk=lesson.pk)
    context = _lesson_context(lesson, LESSON_FORMS[LessonKind(lesson.kind)](instance=lesson), form)
    return render(request, "parents_school/lesson_edit.html", context, status=form_status(form))


def _lesson_context(lesson: Lesson, form: LessonForm, video_form: VideoUploadForm) -> dict[str, Any]:
    return {
        "form": form,
        "video_form": video_form,
        "course": lesson.course,
        "lesson": lesson,
        "kind": LessonKind(lesson.kind),
        "sources": queries.video_sources(lesson),
    }


@require_POST
def lesson_move(request: Request, pk: UUID) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, **rules.LESSON["edit"])
    form = LessonMoveForm(post_data(request))
    attempt(
        request,
        _("The lesson has moved."),
        lambda: services.move_lesson(actor=request.actor, lesson=lesson, by=validated(form)["by"]),
    )
    return goto("parents_school:authoring.show", pk=lesson.course_id)


@require_POST
def lesson_remove(request: Request, pk: UUID) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, **rules.LESSON["edit"])
    attempt(
        request,
        _("The lesson is removed."),
        lambda: services.remove_lesson(actor=request.actor, lesson=lesson),
    )
    return goto("parents_school:authoring.show", pk=lesson.course_id)


@require_http_methods(["GET", "POST"])
def question_create(request: Request, pk: UUID) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, **rules.LESSON["edit"])
    if lesson.kind != LessonKind.QUIZ:
        raise NotFound
    form = QuestionForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            services.add_question(
                actor=request.actor, lesson=lesson, text=form.cleaned_data["text"], choice_drafts=form.choice_drafts()
            )
            return goto("parents_school:lesson.edit", pk=lesson.pk)
    context = {"form": form, "lesson": lesson}
    return render(request, "parents_school/question_edit.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def question_edit(request: Request, pk: UUID) -> HttpResponse:
    question = load(queries.questions_with_content(), request.actor, pk, **rules.QUESTION["edit"])
    form = QuestionForm(post_data(request), initial=QuestionForm.initial_of(question))
    if form.is_valid():
        with refusals_in(form):
            services.edit_question(
                actor=request.actor,
                question=question,
                text=form.cleaned_data["text"],
                choice_drafts=form.choice_drafts(),
            )
            return goto("parents_school:lesson.edit", pk=question.lesson_id)
    context = {"form": form, "lesson": question.lesson, "question": question}
    return render(request, "parents_school/question_edit.html", context, status=form_status(form))


@require_POST
def question_remove(request: Request, pk: UUID) -> HttpResponse:
    question = load(queries.questions_with_content(), request.actor, pk, **rules.QUESTION["edit"])
    attempt(
        request,
        _("The question is removed."),
        lambda: services.remove_question(actor=request.actor, question=question),
    )
    return goto("parents_school:lesson.edit", pk=question.lesson_id)
