"""The writers' and reviewers' desk: courses on their way to families."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cocare.core.access import load, require_capacity
from cocare.core.errors import DomainError, Forbidden, NotFound
from cocare.core.pagination import page_of
from cocare.core.responses import refusals_in

from .. import queries, rules, services
from ..enums import CourseState, LessonKind, moves_from
from ..forms import LESSON_FORMS, CourseForm, LessonForm, MoveForm, QuestionForm, ReorderForm, VideoUploadForm
from ..models import Course, Lesson
from ..services.course_steps import lacks, open_moves


@require_GET
def draft_list(request: HttpRequest) -> HttpResponse:
    require_capacity(request.actor, *rules.WRITERS)
    page = page_of(request, queries.authored_courses(request.actor))
    return render(request, "parents_school/draft_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def draft_create(request: HttpRequest) -> HttpResponse:
    require_capacity(request.actor, *rules.WRITERS)
    form = CourseForm(request.POST or None, initial={"hours": 1})
    if request.method == "POST" and form.is_valid():
        course = services.propose_course(actor=request.actor, **form.cleaned_data)
        messages.success(request, _("The topic is proposed."))
        return redirect("parents_school:draft.show", pk=course.pk)
    return render(request, "parents_school/draft_edit.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def draft_show(request: HttpRequest, pk) -> HttpResponse:
    course = load(Course, request.actor, pk, see=rules.works_on_course)
    return render(request, "parents_school/draft_show.html", _draft_context(request, course))


def _draft_context(request: HttpRequest, course: Course, form: MoveForm | None = None) -> dict:
    lessons = list(queries.manuscript(course))
    return {
        "course": course,
        "lessons": [(lesson, lacks(lesson)) for lesson in lessons],
        "open_moves": open_moves(request.actor, course, moves_from(course.state)),
        "moves": queries.moves(request.actor, course)[:30],
        "may_edit": queries.may_edit(request.actor, course),
        "kinds": LessonKind.choices,
        "form": form or MoveForm(state=course.state),
        "steps": _steps(course),
    }


WAY = (
    CourseState.PROPOSED,
    CourseState.AUTHORING,
    CourseState.FIRST_REVIEW,
    CourseState.SECOND_REVIEW,
    CourseState.FINAL_APPROVAL,
    CourseState.PUBLISHED,
)
STANDS_AT = {
    CourseState.APPROVED_TOPIC: CourseState.AUTHORING,
    CourseState.TRIAL: CourseState.AUTHORING,
    CourseState.RECORDING: CourseState.AUTHORING,
    CourseState.REVISING: CourseState.AUTHORING,
    CourseState.SUSPENDED: CourseState.PUBLISHED,
    CourseState.RETIRED: CourseState.PUBLISHED,
}


def _steps(course: Course) -> list[tuple[str, str]]:
    """The way of a course in six steps, each done, current or still to come."""
    here = WAY.index(STANDS_AT.get(course.state, course.state))
    return [(state.label, "done" if i < here else "now" if i == here else "") for i, state in enumerate(WAY)]


@require_http_methods(["GET", "POST"])
def draft_edit(request: HttpRequest, pk) -> HttpResponse:
    course = load(Course, request.actor, pk, see=rules.works_on_course, act=rules.edits_course)
    form = CourseForm(request.POST or None, instance=course)
    if request.method == "POST" and form.is_valid():
        services.edit_course(actor=request.actor, course=course, **form.cleaned_data)
        return redirect("parents_school:draft.show", pk=course.pk)
    context = {"form": form, "course": course}
    return render(request, "parents_school/draft_edit.html", context, status=422 if form.errors else 200)


@require_POST
def draft_move(request: HttpRequest, pk) -> HttpResponse:
    course = load(Course, request.actor, pk, see=rules.works_on_course)
    form = MoveForm(request.POST, state=course.state)
    if form.is_valid():
        try:
            services.move_course(actor=request.actor, course=course, **form.cleaned_data)
            messages.success(request, _("Done. The course has moved on."))
            return redirect(_after_move(request, course))
        except Forbidden:
            raise
        except DomainError as refused:
            form.add_error(None, refused.text)
    return render(request, "parents_school/draft_show.html", _draft_context(request, course, form), status=422)


def _after_move(request: HttpRequest, course: Course) -> str:
    """Back to the course, or to the desk when it has moved out of the mover's sight."""
    seen = queries.authored_courses(request.actor).filter(pk=course.pk).exists()
    return reverse("parents_school:draft.show", args=[course.pk]) if seen else reverse("parents_school:draft.list")


@require_http_methods(["GET", "POST"])
def lesson_create(request: HttpRequest, pk, kind: str) -> HttpResponse:
    course = load(Course, request.actor, pk, see=rules.works_on_course, act=rules.edits_course)
    if kind not in LESSON_FORMS:
        raise NotFound
    form = LESSON_FORMS[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        lesson = services.add_lesson(actor=request.actor, course=course, kind=kind, **form.cleaned_data)
        return redirect("parents_school:lesson.edit", pk=lesson.pk)
    context = {"form": form, "course": course, "kind": LessonKind(kind)}
    return render(request, "parents_school/lesson_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def lesson_edit(request: HttpRequest, pk) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, see=rules.works_on_lesson, act=rules.edits_lesson)
    form = LESSON_FORMS[lesson.kind](request.POST or None, instance=lesson)
    if request.method == "POST" and form.is_valid():
        services.edit_lesson(actor=request.actor, lesson=lesson, **form.cleaned_data)
        messages.success(request, _("Lesson kept."))
        return redirect("parents_school:lesson.edit", pk=lesson.pk)
    context = _lesson_context(lesson, form)
    return render(request, "parents_school/lesson_edit.html", context, status=422 if form.errors else 200)


@require_POST
def lesson_film(request: HttpRequest, pk) -> HttpResponse:
    """Put a video to a lesson; a second one of another format stands beside the first."""
    lesson = load(queries.lessons(), request.actor, pk, see=rules.works_on_lesson, act=rules.edits_lesson)
    if lesson.kind != LessonKind.VIDEO:
        raise NotFound
    form = VideoUploadForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_in(form, "video"):
            services.attach_video(actor=request.actor, lesson=lesson, upload=form.cleaned_data["video"])
            messages.success(request, _("The video is there."))
            return redirect("parents_school:lesson.edit", pk=lesson.pk)
    return render(request, "parents_school/lesson_edit.html", _lesson_context(lesson, film=form), status=422)


def _lesson_context(lesson: Lesson, form: LessonForm | None = None, film: VideoUploadForm | None = None) -> dict:
    return {
        "form": form or LESSON_FORMS[lesson.kind](instance=lesson),
        "film": film or VideoUploadForm(),
        "course": lesson.course,
        "lesson": lesson,
        "kind": LessonKind(lesson.kind),
        "sources": queries.sources(lesson).select_related("file"),
    }


@require_POST
def lesson_reorder(request: HttpRequest, pk) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, see=rules.works_on_lesson, act=rules.edits_lesson)
    form = ReorderForm(request.POST)
    if form.is_valid():
        services.move_lesson(actor=request.actor, lesson=lesson, by=form.cleaned_data["by"])
    return redirect("parents_school:draft.show", pk=lesson.course_id)


@require_POST
def lesson_remove(request: HttpRequest, pk) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, see=rules.works_on_lesson, act=rules.edits_lesson)
    try:
        services.remove_lesson(actor=request.actor, lesson=lesson)
    except DomainError as refused:
        messages.error(request, str(refused.text))
    return redirect("parents_school:draft.show", pk=lesson.course_id)


@require_http_methods(["GET", "POST"])
def question_create(request: HttpRequest, pk) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, see=rules.works_on_lesson, act=rules.edits_lesson)
    if lesson.kind != LessonKind.QUIZ:
        raise NotFound
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_question(
            actor=request.actor, lesson=lesson, text=form.cleaned_data["text"], choices=form.choice_texts()
        )
        return redirect("parents_school:lesson.edit", pk=lesson.pk)
    context = {"form": form, "lesson": lesson}
    return render(request, "parents_school/question_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def question_edit(request: HttpRequest, pk) -> HttpResponse:
    question = load(queries.questions(), request.actor, pk, see=rules.works_on_question, act=rules.edits_question)
    form = QuestionForm(request.POST or None, initial=QuestionForm.initial_of(question))
    if form.is_valid():
        with refusals_in(form):
            services.edit_question(
                actor=request.actor, question=question, text=form.cleaned_data["text"], choices=form.choice_texts()
            )
            return redirect("parents_school:lesson.edit", pk=question.lesson_id)
    context = {"form": form, "lesson": question.lesson, "question": question}
    return render(request, "parents_school/question_edit.html", context, status=422 if form.errors else 200)


@require_POST
def question_remove(request: HttpRequest, pk) -> HttpResponse:
    question = load(queries.questions(), request.actor, pk, see=rules.works_on_question, act=rules.edits_question)
    try:
        services.remove_question(actor=request.actor, question=question)
    except DomainError as refused:
        messages.error(request, str(refused.text))
    return redirect("parents_school:lesson.edit", pk=question.lesson_id)
