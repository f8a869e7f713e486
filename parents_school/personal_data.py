"""What a person learned: courses, lessons, answers, certificates; and the courses that they wrote."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from .models import Answer, Certificate, Course, Learner, LessonProgress


def counts(person_id: UUID) -> list[tuple[str, int]]:
    """Return (label, number) of each kind. One query each."""
    return [
        (_("Courses learned"), Learner.objects.filter(person=person_id).count()),
        (_("Certificates"), Certificate.objects.filter(person=person_id).count()),
    ]


def of(person_id: UUID) -> dict[str, Any]:
    """Return all of it as plain data."""
    learners = (
        Learner.objects.filter(person=person_id)
        .select_related("course")
        .prefetch_related(
            Prefetch("progress", LessonProgress.objects.select_related("lesson").order_by("lesson__position")),
            Prefetch("answers", Answer.objects.select_related("question", "choice").order_by("at", "pk")),
        )
        .order_by("enrolled_at", "pk")
    )
    certificates = Certificate.objects.filter(person=person_id).order_by("issued_at", "pk")
    written = Course.objects.filter(author=person_id).order_by("created_at", "pk")
    return {
        "learning": [_learner(row) for row in learners],
        "certificates": [_certificate(row) for row in certificates],
        "courses_written": [
            {"title": row.title, "state": row.state, "at": row.created_at.isoformat()} for row in written
        ],
    }


def _learner(row: Learner) -> dict[str, Any]:
    return {
        "course": row.course.title,
        "since": row.enrolled_at.isoformat(),
        "active_at": row.active_at.isoformat(),
        "completed_at": row.completed_at.isoformat() if row.completed_at else None,
        "lessons": [
            {
                "title": progress.lesson.title,
                "watched_seconds": progress.watched_ms // 1000,
                "completed_at": progress.completed_at.isoformat() if progress.completed_at else None,
            }
            for progress in row.progress.all()
        ],
        "answers": [
            {"question": answer.question.text, "answer": answer.choice.text, "at": answer.at.isoformat()}
            for answer in row.answers.all()
        ],
    }


def _certificate(row: Certificate) -> dict[str, Any]:
    return {
        "number": row.code,
        "holder": row.holder,
        "course": row.title,
        "hours": row.hours,
        "issued_at": row.issued_at.isoformat(),
        "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
        "revocation_reason": row.revocation_reason,
    }
