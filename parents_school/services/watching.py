"""Reports of a player: what was played is added to what was watched, as far as the clock allows it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cocare.core import clock
from cocare.core.access import Actor

from .. import watched_time
from ..models import Lesson, LessonProgress, WatchSession
from ..page_tokens import PageToken
from ..watched_time import Span
from .learning import complete_lesson, lock_learner, progress_of, touch


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What one opened page played since its last report. `seq` counts up, so that a repeat counts once."""

    opened: PageToken
    seq: int
    spans: list[Span]
    position_ms: int


@dataclass(frozen=True, slots=True)
class WatchResult:
    progress: LessonProgress
    refused: list[int]


@transaction.atomic
def record_watching(*, actor: Actor, lesson: Lesson, reports: list[WatchReport]) -> WatchResult:
    """Count what was played. Watched time never falls; repeats of a report change nothing.

    A report that claims more than the time since its page's last report allows (at the player's highest speed) is
    refused whole and named in `refused`; so is one that would bring all claims over the time since the lesson was
    first opened. The lesson is done at 80 % of the length.
    """
    learner = lock_learner(actor, lesson)
    now = clock.now()
    first = min(report.opened.at for report in reports)
    row = progress_of(learner, lesson, first)
    row.save()
    clocks = {
        one.id: _Clock(_sitting(row, one), now)
        for one in {report.opened.id: report.opened for report in reports}.values()
    }
    refused = [report.seq for report in reports if not _count(row, lesson, report, clocks[report.opened.id])]
    for one in clocks.values():
        one.keep()
    if not row.done and watched_time.is_enough(row.watched_ms, lesson.seconds):
        complete_lesson(actor, learner, row)
    else:
        row.save()
        touch(learner)
    return WatchResult(row, refused)


def _sitting(row: LessonProgress, opened: PageToken) -> WatchSession:
    sitting, _new = WatchSession.objects.get_or_create(
        pk=opened.id,
        defaults={
            "progress": row,
            "opened_at": opened.at,
            "reported_at": opened.at,
            "spare_ms": watched_time.FIRST_SPARE_MS,
        },
    )
    return sitting


class _Clock:
    """What one opened page may still claim now. Reports that arrive together share the time since the last ones."""

    def __init__(self, sitting: WatchSession, now: datetime):
        self.sitting, self.now = sitting, now
        self.left_ms = watched_time.allowance(_passed(sitting.reported_at, now), sitting.spare_ms)
        self.claimed = False

    def claim(self, milliseconds: int) -> None:
        self.left_ms -= milliseconds
        self.claimed = True

    def keep(self) -> None:
        if self.claimed:
            self.sitting.spare_ms = min(watched_time.SPARE_MS, self.left_ms)
            self.sitting.reported_at = self.now
        self.sitting.save()


def _count(row: LessonProgress, lesson: Lesson, report: WatchReport, here: _Clock) -> bool:
    """Add one report to the row; False when the clock refuses it."""
    if report.seq <= here.sitting.last_seq:
        return True
    here.sitting.last_seq = report.seq
    end = lesson.seconds * 1000
    spans = watched_time.union((max(0, a), min(b, end)) for a, b in report.spans if a < end)
    claimed = watched_time.length(spans)
    overall = watched_time.allowance(_passed(row.opened_at, here.now), watched_time.SPARE_MS) - row.claimed_ms
    if claimed > min(here.left_ms, overall):
        return False
    here.claim(claimed)
    row.claimed_ms += claimed
    row.watched = watched_time.union(row.watched, spans)
    row.watched_ms = watched_time.length(row.watched)
    row.position_ms = min(max(0, report.position_ms), end)
    return True


def _passed(since: datetime, now: datetime) -> int:
    return int((now - since).total_seconds() * 1000)
