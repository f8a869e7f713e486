"""Finding a course, learning it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cocare.core.access import load
from cocare.core.errors import DomainError
from cocare.core.pagination import page_of
from cocare.people.enums import Stage

from .. import captions, lesson_markup, page_tokens, queries, rules, services, watched_time
from ..enums import LessonKind, Need
from ..forms import AnswerForm, CourseFilterForm, FinishReadingForm, read_reports
from ..models import Choice, Course, Lesson, Question
from ..services.learning import shortest_reading
from ..services.watching import WatchReport

PER_PAGE = 12


@require_GET
def course_list(request: HttpRequest) -> HttpResponse:
    narrowing = CourseFilterForm(request.GET).narrowing()
    page = page_of(request, queries.courses(request.actor, **narrowing), PER_PAGE)
    context = {
        "page": page,
        "now": narrowing,
        "stages": Stage.choices,
        "needs": Need.choices,
        "going_on": queries.today(request.actor)[:1],
    }
    return render(request, "parents_school/course_list.html", context)


@require_GET
def course_show(request: HttpRequest, pk) -> HttpResponse:
    course = load(Course, request.actor, pk, see=rules.sees_course)
    outline = queries.course_outline(request.actor, course)
    context = {"course": course, "outline": outline, "certificate": queries.certificate_of(request.actor, course)}
    return render(request, "parents_school/course_show.html", context)


@require_POST
def course_join(request: HttpRequest, pk) -> HttpResponse:
    course = load(Course, request.actor, pk, see=rules.sees_course, act=rules.joins)
    services.join_course(actor=request.actor, course=course)
    going_on = queries.course_outline(request.actor, course).next
    if going_on is None:
        return redirect("parents_school:course.show", pk=course.pk)
    return redirect("parents_school:lesson.show", pk=going_on.lesson.pk)


@require_GET
def learner_list(request: HttpRequest) -> HttpResponse:
    page = page_of(request, queries.learned_courses(request.actor), PER_PAGE)
    return render(request, "parents_school/learner_list.html", {"page": page})


@require_GET
def lesson_show(request: HttpRequest, pk) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, see=rules.sees_lesson)
    return render(request, "parents_school/lesson_show.html", lesson_context(request, lesson))


def lesson_context(request: HttpRequest, lesson: Lesson, **more) -> dict:
    """What the lesson page and its parts show. `preview` is a writer's or reviewer's look, which counts nothing."""
    outline = queries.course_outline(request.actor, lesson.course)
    line = outline.line(lesson)
    cues = captions.parse(lesson.captions) if lesson.captions else []
    context = {
        "lesson": lesson,
        "course": lesson.course,
        "outline": outline,
        "line": line,
        "after": outline.after(lesson),
        "preview": outline.learner is None or not lesson.course.is_open,
        "certificate": queries.certificate_of(request.actor, lesson.course) if outline.learner else None,
    }
    if lesson.kind == LessonKind.QUIZ:
        context["quiz"] = QuizView(queries.quiz_questions(request.actor, lesson), request.GET.get("question", ""))
    else:
        row = queries.progress(request.actor, lesson)
        context |= {
            "sitting": page_tokens.issue(request.actor, lesson),
            "html": lesson_markup.render(lesson.body),
            "cues": cues,
            "sources": queries.sources(lesson) if lesson.kind == LessonKind.VIDEO else [],
            "percent": round(watched_time.share(row.watched_ms if row else 0, lesson.seconds) * 100),
            "enough": round(watched_time.ENOUGH * 100),
            "shortest": shortest_reading(lesson),
        }
    return context | more


@require_POST
def lesson_finish(request: HttpRequest, pk) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, see=rules.sees_lesson, act=rules.learns_lesson)
    form = FinishReadingForm(request.POST)
    try:
        opened = page_tokens.read(form.data.get("sitting", "")[:400], request.actor, lesson)
        services.finish_reading(actor=request.actor, lesson=lesson, opened=opened)
    except DomainError as refused:
        kept = {"sitting": form.data.get("sitting", ""), "refused": refused.text}
        return render(request, "parents_school/lesson_show.html", lesson_context(request, lesson, **kept), status=422)
    messages.success(request, _("Lesson finished."))
    return redirect("parents_school:lesson.show", pk=lesson.pk)


@require_POST
def lesson_report(request: HttpRequest, pk) -> JsonResponse:
    """What a player played. Answers how much is counted; 409 names the reports that the clock refuses."""
    lesson = load(queries.lessons(), request.actor, pk, see=rules.sees_lesson, act=rules.learns_lesson)
    forms = read_reports(request.body) if lesson.kind == LessonKind.VIDEO else None
    if forms is None:
        return JsonResponse({"error": {"code": "invalid", "text": _("This report can't be read.")}}, status=422)
    try:
        reports = [_report(form.cleaned_data, request.actor, lesson) for form in forms]
    except DomainError as refused:
        return JsonResponse({"error": {"code": refused.code, "text": str(refused.text)}}, status=refused.status)
    outcome = services.record_watching(actor=request.actor, lesson=lesson, reports=reports)
    row = outcome.progress
    answer = {
        "percent": round(watched_time.share(row.watched_ms, lesson.seconds) * 100),
        "watched": row.watched_ms,
        "done": row.done,
        "refused": outcome.refused,
    }
    return JsonResponse(answer, status=409 if outcome.refused else 200)


def _report(clean: dict, actor, lesson: Lesson) -> WatchReport:
    opened = page_tokens.read(clean["sitting"], actor, lesson)
    return WatchReport(opened, clean["seq"], clean["spans"], clean["position"])


class QuizView:
    """Which question of a quiz stands on the page: the one asked for, else the first that is not solved yet."""

    def __init__(self, asked: list[queries.QuizQuestion], wanted: str = "", *, told: bool = False):
        self.asked = asked
        open_ones = [one for one in asked if not one.solved]
        named = next((one for one in asked if str(one.question.pk) == wanted), None)
        self.now = named or (open_ones[0] if open_ones else asked[0] if asked else None)
        self.told = told
        self.solved = not open_ones and bool(asked)

    @property
    def total(self) -> int:
        return len(self.asked)

    @property
    def next(self) -> queries.QuizQuestion | None:
        return next((one for one in self.asked if self.now and one.number > self.now.number), None)


@require_POST
def lesson_answer(request: HttpRequest, pk) -> HttpResponse:
    lesson = load(queries.lessons(), request.actor, pk, see=rules.sees_lesson, act=rules.learns_lesson)
    form = AnswerForm(request.POST)
    told, refused = False, ""
    if form.is_valid():
        question = load(Question, request.actor, form.cleaned_data["question"], see=rules.asked)
        choice = load(Choice, request.actor, form.cleaned_data["choice"], see=rules.offered)
        try:
            services.answer_question(actor=request.actor, lesson=lesson, question=question, choice=choice)
            told = True
        except DomainError as error:
            refused = error.text
    else:
        refused = next(iter(form.errors.values()))[0]
    quiz = QuizView(queries.quiz_questions(request.actor, lesson), form.data.get("question", ""), told=told)
    context = lesson_context(request, lesson, quiz=quiz, refused=refused)
    template = "parents_school/lesson_answer.html" if request.htmx else "parents_school/lesson_show.html"
    return render(request, template, context, status=200 if told else 422)


@require_GET
def lesson_captions(request: HttpRequest, pk) -> HttpResponse:
    lesson = load(Lesson, request.actor, pk, see=rules.sees_lesson)
    return HttpResponse(lesson.captions or "WEBVTT\n", content_type="text/vtt; charset=utf-8")
