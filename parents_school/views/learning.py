"""Finding a course, learning it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cocare.core.access import Actor, load
from cocare.core.errors import DomainError
from cocare.core.pagination import page_of
from cocare.core.request import Request
from cocare.core.responses import form_status, goto, post_data, problem, problem_document, refusals_in
from cocare.people.enums import Stage

from .. import page_tokens, queries, rules, services
from ..domain import captions, lesson_text, watched_time
from ..enums import CourseNeed, LessonKind
from ..errors import FasterThanClock, UnreadableWatchReport
from ..forms import (
    AnswerForm,
    CourseFilterForm,
    FinishReadingForm,
    QuizFilterForm,
    WatchReportForm,
    parse_watch_reports,
)
from ..models import Choice, Course, Lesson, Question
from ..presenters import QuizPage
from ..services.learning import least_seconds
from ..services.watching import WatchReport

PER_PAGE = 12


@require_safe
def course_list(request: Request) -> HttpResponse:
    narrowing = CourseFilterForm(request.GET).narrowing()
    page = page_of(request, queries.published_courses(request.actor, **narrowing), PER_PAGE)
    context = {
        "page": page,
        "now": narrowing,
        "stages": Stage.choices,
        "needs": CourseNeed.choices,
        "going_on": queries.today(request.actor)[:1],
    }
    return render(request, "parents_school/course_list.html", context)


@require_safe
def course_show(request: Request, pk: UUID) -> HttpResponse:
    course = load(Course, request.actor, pk, **rules.COURSE["show"])
    context = {
        "course": course,
        "outline": queries.course_outline(request.actor, course),
        "certificate": queries.certificate_of_course(request.actor, course),
    }
    return render(request, "parents_school/course_show.html", context)


@require_POST
def course_join(request: Request, pk: UUID) -> HttpResponse:
    course = load(Course, request.actor, pk, **rules.COURSE["join"])
    services.join_course(actor=request.actor, course=course)
    next_lesson = queries.course_outline(request.actor, course).next
    if next_lesson is None:
        return goto("parents_school:course.show", pk=course.pk)
    return goto("parents_school:lesson.show", pk=next_lesson.lesson.pk)


@require_safe
def learning_list(request: Request) -> HttpResponse:
    page = page_of(request, queries.learned_courses(request.actor), PER_PAGE)
    return render(request, "parents_school/learning_list.html", {"page": page})


@require_safe
def lesson_show(request: Request, pk: UUID) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, **rules.LESSON["show"])
    context = _lesson_context(request, lesson, question=QuizFilterForm(request.GET).chosen_question())
    return render(request, "parents_school/lesson_show.html", context)


def _lesson_context(request: Request, lesson: Lesson, question: UUID | None = None, **more: Any) -> dict[str, Any]:
    """Return what the lesson page and its parts show.

    `preview` is the look of a writer, a reviewer or anybody who has not joined, which counts nothing; `question` is
    the one of a quiz to show.
    """
    outline = queries.course_outline(request.actor, lesson.course)
    context = {
        "lesson": lesson,
        "course": lesson.course,
        "outline": outline,
        "status": outline.outline_lesson(lesson),
        "after": outline.lesson_after(lesson),
        "preview": outline.learner is None or not lesson.course.is_open,
        "certificate": queries.certificate_of_course(request.actor, lesson.course) if outline.learner else None,
    }
    if lesson.kind == LessonKind.QUIZ:
        context["quiz"] = QuizPage(queries.quiz_questions(request.actor, lesson), question)
    else:
        context |= _content_context(request.actor, lesson)
    return context | more


def _content_context(actor: Actor, lesson: Lesson) -> dict[str, Any]:
    """Return what only a text or a video shows."""
    progress = queries.lesson_progress(actor, lesson)
    return {
        "token": page_tokens.issue(actor, lesson),
        "html": lesson_text.render_html(lesson.body),
        "cues": captions.parse(lesson.captions) if lesson.captions else [],
        "sources": queries.video_sources(lesson) if lesson.kind == LessonKind.VIDEO else [],
        "percent": watched_time.watched_percent(progress.watched_ms if progress else 0, lesson.seconds),
        "enough": round(watched_time.ENOUGH * 100),
        "shortest": least_seconds(lesson),
    }


@require_POST
def lesson_finish(request: Request, pk: UUID) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, **rules.LESSON["learn"])
    form = FinishReadingForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            page = page_tokens.read(form.cleaned_data["token"], request.actor, lesson)
            services.finish_reading(actor=request.actor, lesson=lesson, page_token=page)
            messages.success(request, _("Lesson finished."))
            return goto("parents_school:lesson.show", pk=lesson.pk)
    context = _lesson_context(request, lesson, refused=form.first_refusal())
    if form.is_bound and form.data.get("token"):
        # The time of the first opening goes on, whoever pressed too early does not begin anew.
        context["token"] = form.data["token"]
    return render(request, "parents_school/lesson_show.html", context, status=form_status(form))


@require_POST
def lesson_report(request: Request, pk: UUID) -> JsonResponse:
    """Count what a player played. Answer how much is counted; a 409 names the reports that the clock refuses."""
    lesson = load(queries.lessons(), request.actor, pk, **rules.LESSON["learn"])
    forms = parse_watch_reports(request.body) if lesson.kind == LessonKind.VIDEO else None
    if forms is None:
        return problem(UnreadableWatchReport())
    try:
        reports = [_report(form, request.actor, lesson) for form in forms]
    except DomainError as refusal:
        return problem(refusal)
    result = services.record_watching(actor=request.actor, lesson=lesson, reports=reports)
    progress = result.progress
    counted = {
        "percent": watched_time.watched_percent(progress.watched_ms, lesson.seconds),
        "watched": progress.watched_ms,
        "done": progress.done,
        "refused": result.refused,
    }
    if result.refused:
        return problem_document(FasterThanClock.status, FasterThanClock.code, FasterThanClock.text, **counted)
    return JsonResponse(counted)


def _report(form: WatchReportForm, actor: Actor, lesson: Lesson) -> WatchReport:
    clean = form.cleaned_data
    return WatchReport(
        page=page_tokens.read(clean["token"], actor, lesson),
        seq=clean["seq"],
        spans=clean["spans"],
        position_ms=clean["position"],
    )


@require_POST
def lesson_answer(request: Request, pk: UUID) -> HttpResponse:
    """Answer one question of a quiz: its parts for a script, the page again without one."""
    lesson = load(queries.lessons(), request.actor, pk, **rules.LESSON["learn"])
    form = AnswerForm(post_data(request))
    if form.is_valid():
        question = load(Question, request.actor, form.cleaned_data["question"], **rules.QUESTION["answer"])
        choice = load(Choice, request.actor, form.cleaned_data["choice"], **rules.CHOICE["answer"])
        with refusals_in(form):
            services.answer_question(actor=request.actor, lesson=lesson, question=question, choice=choice)
            if not request.htmx:
                return goto("parents_school:lesson.show", pk=lesson.pk, query={"question": str(question.pk)})
    question_id = form.cleaned_data.get("question")
    context = _lesson_context(request, lesson, question=question_id, refused=form.first_refusal())
    template = "parents_school/lesson_answer.html" if request.htmx else "parents_school/lesson_show.html"
    return render(request, template, context, status=form_status(form) if form.errors else 200)


@require_safe
def lesson_captions(request: Request, pk: UUID) -> HttpResponse:
    lesson = load(Lesson, request.actor, pk, **rules.LESSON["show"])
    return HttpResponse(lesson.captions or "WEBVTT\n", content_type="text/vtt; charset=utf-8")
