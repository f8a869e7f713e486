"""What a person has in showcases: works as owner or author, and as a juror the own score sheets."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from .models import Author, Entry, Panelist, ScoreSheet


def counts(person_id: UUID) -> list[tuple[str, int]]:
    """Return (label, number) of each kind. One query each."""
    return [
        (_("Works in showcases"), _works(person_id).count()),
        (_("Score sheets"), ScoreSheet.objects.filter(juror=person_id).count()),
    ]


def of(person_id: UUID) -> dict[str, Any]:
    """Return all of it as plain data. A juror's sheets name works by their number only: judging is blind."""
    works = _works(person_id).select_related("showcase", "school", "award").order_by("created_at", "pk")
    sheets = (
        ScoreSheet.objects.filter(juror=person_id)
        .select_related("entry__showcase")
        .prefetch_related("scores__criterion")
    )
    panels = Panelist.objects.filter(person=person_id).select_related("showcase").order_by("showcase__created_at")
    return {
        "works": [_work(row, person_id) for row in works],
        "juries": [row.showcase.title for row in panels],
        "score_sheets": [_sheet(row) for row in sheets.order_by("created_at", "pk")],
    }


def _works(person_id: UUID) -> QuerySet[Entry]:
    return Entry.objects.filter(Q(owner=person_id) | Q(pk__in=Author.objects.filter(person=person_id).values("entry")))


def _work(row: Entry, person_id: UUID) -> dict[str, Any]:
    award = getattr(row, "award", None)
    return {
        "showcase": row.showcase.title,
        "school": row.school.name,
        "title": row.title,
        "summary": row.summary,
        "text": row.body,
        "owner": row.owner_id == person_id,
        "state": row.state,
        "created_at": row.created_at.isoformat(),
        "submitted_at": row.submitted_at.isoformat() if row.submitted_at else None,
        "certificate": award.number if award else None,
    }


def _sheet(row: ScoreSheet) -> dict[str, Any]:
    return {
        "showcase": row.entry.showcase.title,
        "number": row.entry.number,
        "state": row.state,
        "comment": row.comment,
        "scores": {score.criterion.title: score.value for score in row.scores.all()},
        "submitted_at": row.submitted_at.isoformat() if row.submitted_at else None,
    }
