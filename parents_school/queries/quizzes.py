"""A quiz as one learner stands in it."""

from dataclasses import dataclass

from cocare.core.access import Actor

from ..enums import LessonKind
from ..models import Answer, Choice, Lesson, Question


@dataclass(frozen=True)
class QuizQuestion:
    """One question as it stands for a learner: `chosen` is the last choice, right or not."""

    question: Question
    choices: list[Choice]
    number: int
    chosen: Choice | None

    @property
    def solved(self) -> bool:
        return self.chosen is not None and self.chosen.right


def quiz_questions(actor: Actor, lesson: Lesson) -> list[QuizQuestion]:
    """Return a quiz's questions with this person's last answers, none for a lesson of another kind. Three queries."""
    if lesson.kind != LessonKind.QUIZ:
        return []
    last_choices = dict(
        Answer.objects.filter(learner__person=actor.person_id, question__lesson=lesson)
        .order_by("question_id", "-at", "-pk")
        .distinct("question_id")
        .values_list("question", "choice")
    )
    questions = Question.objects.filter(lesson=lesson).prefetch_related("choices")
    statuses = []
    for number, question in enumerate(questions, start=1):
        choices = list(question.choices.all())
        chosen = next((choice for choice in choices if choice.pk == last_choices.get(question.pk)), None)
        statuses.append(QuizQuestion(question, choices, number, chosen))
    return statuses
