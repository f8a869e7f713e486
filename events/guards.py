"""What must hold before a step. Each guard returns when it does, and raises a sentence for its reader when not."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from cocare.core import clock, working_days
from cocare.core.errors import Invalid
from cocare.core.lifecycle import Step

from .domain.scoring import ENOUGH
from .enums import PENDING, SCORING, EntryState, ScoreSheetState, ShowcaseState
from .errors import DeadlinePassed, NotNow, NotYours, QuotaUsedUp
from .models import Criterion, Entry, Objection, ScoreSheet, Showcase
from .queries.quotas import quota_use
from .queries.results import AwardFacts

CALL_WORKING_DAYS = 20
WEIGHTS_IN_ALL = 100
LEAST_COMMENT = 10


# ---- on a showcase


def call_is_complete(step: Step[Showcase]) -> None:
    showcase = step.subject
    if not showcase.call_text.strip() or not showcase.theme.strip():
        raise NotNow(_("The call still lacks its theme or its text."))
    if not showcase.tracks.exists():
        raise NotNow(_("Choose at least one track."))
    if sum(showcase.criteria.values_list("weight", flat=True)) != WEIGHTS_IN_ALL:
        raise NotNow(_("The weights of the rubric must come to 100."))


def call_is_long_enough(step: Step[Showcase]) -> None:
    """From the call to the deadline there are at least 20 working days (docs/domain.md, showcase)."""
    first = working_days.working_day_deadline(clock.today(), CALL_WORKING_DAYS).day
    if step.subject.closes_at.astimezone(clock.ZONE).date() < first:
        raise NotNow(
            _("Schools need 20 working days. The deadline may be {day} at the earliest.").format(day=first.isoformat())
        )


def opening_has_come(step: Step[Showcase]) -> None:
    if clock.now() < step.subject.opens_at:
        raise NotNow(_("The opening day has not come yet."))


def deadline_is_ahead(step: Step[Showcase]) -> None:
    if clock.now() > step.subject.closes_at:
        raise NotNow(_("The deadline lies in the past. Move it first."))


def deadline_has_passed(step: Step[Showcase]) -> None:
    if clock.now() <= step.subject.closes_at:
        raise NotNow(_("The deadline has not passed yet."))


def every_entry_is_checked(step: Step[Showcase]) -> None:
    entries = step.subject.entries
    waiting = entries.filter(state__in=(EntryState.SUBMITTED, EntryState.CORRECTION_REQUIRED)).count()
    if waiting:
        raise NotNow(_("{count} works still wait for their check.").format(count=waiting))
    if not entries.filter(state=EntryState.QUALIFIED).exists():
        raise NotNow(_("No work has been admitted."))


def every_entry_has_jurors(step: Step[Showcase]) -> None:
    showcase = step.subject
    not_recused = Q(sheets__state__in=(ScoreSheetState.OPEN, ScoreSheetState.SUBMITTED))
    rows = showcase.entries.filter(state=EntryState.QUALIFIED).annotate(jurors=Count("sheets", filter=not_recused))
    short = rows.filter(jurors__lt=max(ENOUGH, showcase.jurors_per_entry)).count()
    if short:
        raise NotNow(_("{count} works have too few jurors. Assign the jury first.").format(count=short))


def every_sheet_is_in(step: Step[Showcase]) -> None:
    rows = step.subject.entries.filter(state__in=(EntryState.UNDER_REVIEW, EntryState.SCORED))
    if ScoreSheet.objects.filter(entry__in=rows, state=ScoreSheetState.OPEN).exists():
        raise NotNow(_("Some scores have not been handed in yet."))
    counted = rows.annotate(valid=Count("sheets", filter=Q(sheets__state=ScoreSheetState.SUBMITTED)))
    if counted.filter(valid__lt=ENOUGH).exists():
        raise NotNow(_("Some works have fewer than three scores. They need more jurors."))


def no_dispersion_is_open(step: Step[Showcase]) -> None:
    facts: AwardFacts = step.facts
    if any(ranked.needs_arbitration for ranked in facts.board):
        raise NotNow(_("Some scores lie far apart. Ask for arbitration first."))


def no_tie_is_open(step: Step[Showcase]) -> None:
    facts: AwardFacts = step.facts
    if any(ranked.tied for ranked in facts.board):
        raise NotNow(_("Some works are equal by every rule. The lead has to put them in order first."))


def a_second_person_confirms(step: Step[Showcase]) -> None:
    facts: AwardFacts = step.facts
    if facts.proposal.prepared_by_id == step.actor.person_id:
        raise NotYours(_("You made this proposal. A second person has to confirm it."))


def snapshot_is_unchanged(step: Step[Showcase]) -> None:
    """The list that was proposed is the one that was read, and the one that the scores come to now."""
    facts: AwardFacts = step.facts
    if not facts.proposal.digest == facts.digest_read == facts.digest_now:
        raise NotNow(_("The result has changed since it was proposed. Take the proposal back and look again."))


def notice_period_is_over(step: Step[Showcase]) -> None:
    last = step.subject.notice_until
    if last is None or clock.today() <= last:
        raise NotNow(_("The public notice still runs."))


def no_objection_is_open(step: Step[Showcase]) -> None:
    if Objection.objects.filter(entry__showcase=step.subject, state__in=PENDING).exists():
        raise NotNow(_("An objection has not been answered yet."))


# ---- on an entry


def submission_is_open(step: Step[Entry]) -> None:
    showcase = step.subject.showcase
    if clock.now() > showcase.closes_at:
        raise DeadlinePassed
    if showcase.state != ShowcaseState.SUBMISSION_OPEN:
        raise NotNow(_("This showcase does not take entries now. Your draft is kept."))


def entry_is_complete(step: Step[Entry]) -> None:
    entry = step.subject
    needed = {
        "title": entry.title.strip(),
        "track": entry.track_id,
        "summary": entry.summary.strip(),
        "body": entry.body.strip(),
    }
    empty = {name: [_("This is still empty.")] for name, value in needed.items() if not value}
    if empty:
        raise Invalid(_("Something is still missing. Your draft is kept."), fields=empty)


def quota_is_left(step: Step[Entry]) -> None:
    """A school's quota is counted under the lock of its showcase."""
    if quota_use(step.subject.showcase, step.subject.school).is_used_up:
        raise QuotaUsedUp


def checking_is_on(step: Step[Entry]) -> None:
    if step.subject.showcase.state != ShowcaseState.QUALIFICATION_CHECKING:
        raise NotNow(_("Works are not being checked at this time."))


def first_correction(step: Step[Entry]) -> None:
    if step.subject.corrected or step.subject.correction_until is not None:
        raise NotNow(_("This work has been repaired once already."))


def correction_is_in_time(step: Step[Entry]) -> None:
    last = step.subject.correction_until
    if last is not None and clock.today() > last:
        raise NotNow(_("The days for the repair are over."))


def correction_is_overdue(step: Step[Entry]) -> None:
    last = step.subject.correction_until
    if last is not None and clock.today() <= last:
        raise NotNow(_("The school still has time to repair it."))


# ---- on a score sheet


def scoring_is_on(step: Step[ScoreSheet]) -> None:
    if step.subject.entry.showcase.state not in SCORING:
        raise NotNow(_("Scoring is closed."))


def sheet_is_complete(step: Step[ScoreSheet]) -> None:
    """Each criterion has its score, and the authors a sentence. The refusal names criteria by their codes."""
    sheet = step.subject
    unscored = Criterion.objects.filter(showcase=sheet.entry.showcase).exclude(scores__sheet=sheet)
    fields = {criterion.code: [_("Choose a mark from 1 to 10.")] for criterion in unscored}
    if len(sheet.comment.strip()) < LEAST_COMMENT:
        fields["comment"] = [_("Write at least one sentence of 10 characters.")]
    if fields:
        raise Invalid(_("The sheet is not complete yet. What you chose is kept."), fields=fields)
