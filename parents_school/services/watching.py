"""Reports of a player: what was played is added to what was watched, as far as the clock allows it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cocare.core import clock
from cocare.core.access import Actor

from ..domain import watched_time
from ..domain.watched_time import Span
from ..models import Lesson, LessonProgress, WatchSession
from ..page_tokens import PageToken
from .learning import ensure_progress, lock_learner, mark_lesson_complete, touch_learner


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What one opened page played since its last report. `seq` counts up, so that a repeat counts once."""

    page: PageToken
    seq: int
    spans: list[Span]
    position_ms: int


@dataclass(frozen=True, slots=True)
class WatchResult:
    """The progress after the reports, and the `seq` of each report that the clock refuses."""

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
    progress = ensure_progress(learner, lesson, min(report.page.opened_at for report in reports))
    progress.save()
    now = clock.now()
    pages = {report.page.id: report.page for report in reports}
    claims = {page.id: _SessionClaims(_watch_session(progress, page), now) for page in pages.values()}
    refused = [report.seq for report in reports if not _count(progress, lesson, report, claims[report.page.id])]
    for session_claims in claims.values():
        session_claims.save()
    if not progress.done and watched_time.is_watched_enough(progress.watched_ms, lesson.seconds):
        mark_lesson_complete(actor, learner, progress)
    else:
        progress.save()
        touch_learner(learner)
    return WatchResult(progress, refused)


def _watch_session(progress: LessonProgress, page: PageToken) -> WatchSession:
    session, _new = WatchSession.objects.get_or_create(
        pk=page.id,
        defaults={
            "progress": progress,
            "opened_at": page.opened_at,
            "reported_at": page.opened_at,
            "spare_ms": watched_time.FIRST_SPARE_MS,
        },
    )
    return session


class _SessionClaims:
    """What one opened page may still claim now. Reports that arrive together share the time since the last ones."""

    def __init__(self, session: WatchSession, now: datetime):
        self.session, self.now = session, now
        self.left_ms = watched_time.playable_ms(_passed_ms(session.reported_at, now), session.spare_ms)
        self.has_claimed = False

    def claim(self, milliseconds: int) -> None:
        self.left_ms -= milliseconds
        self.has_claimed = True

    def save(self) -> None:
        if self.has_claimed:
            self.session.spare_ms = min(watched_time.SPARE_MS, self.left_ms)
            self.session.reported_at = self.now
        self.session.save()


def _count(progress: LessonProgress, lesson: Lesson, report: WatchReport, claims: _SessionClaims) -> bool:
    """Add one report to the progress. Return False when the clock refuses it."""
    if report.seq <= claims.session.last_seq:
        return True
    claims.session.last_seq = report.seq
    end_ms = lesson.seconds * 1000
    spans = watched_time.clip_spans(report.spans, end_ms)
    claimed_ms = watched_time.covered_ms(spans)
    since_opened_ms = _passed_ms(progress.opened_at, claims.now)
    left_overall_ms = watched_time.playable_ms(since_opened_ms, watched_time.SPARE_MS) - progress.claimed_ms
    if claimed_ms > min(claims.left_ms, left_overall_ms):
        return False
    claims.claim(claimed_ms)
    progress.claimed_ms += claimed_ms
    progress.watched = watched_time.merge_spans(progress.watched, spans)
    progress.watched_ms = watched_time.covered_ms(progress.watched)
    progress.position_ms = min(max(0, report.position_ms), end_ms)
    return True


def _passed_ms(since: datetime, now: datetime) -> int:
    return int((now - since).total_seconds() * 1000)
