"""What must hold before a step. Each guard takes the subject and facts of the act, and raises a sentence when not."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from cocare.core import clock, working_days
from cocare.core.errors import Invalid

from .. import quotas
from ..enums import COUNTED, PENDING, EntryState, SheetState, ShowcaseState
from ..errors import DeadlinePassed, NoPlaceLeft, NotNow, NotYours
from ..models import Entry, Objection, Sheet, Showcase
from ..scoring import ENOUGH

CALL_WORKING_DAYS = 20
FULL = 100


# ---- on a showcase


def call_is_complete(showcase: Showcase, **_facts) -> None:
    if not showcase.call_text.strip() or not showcase.theme.strip():
        raise NotNow(_("The call still lacks its theme or its text."))
    if not showcase.tracks.exists():
        raise NotNow(_("Choose at least one track."))
    if sum(showcase.dimensions.values_list("weight", flat=True)) != FULL:
        raise NotNow(_("The weights of the rubric must come to 100."))


def call_is_long_enough(showcase: Showcase, **_facts) -> None:
    """From the call to the deadline at least 20 working days (DOMAIN.md 3d)."""
    first = working_days.working_day_deadline(clock.today(), CALL_WORKING_DAYS).day
    if showcase.closes_at.astimezone(clock.ZONE).date() < first:
        raise NotNow(
            _("Schools need 20 working days. The deadline may be {day} at the earliest.").format(day=first.isoformat())
        )


def opening_has_come(showcase: Showcase, **_facts) -> None:
    if clock.now() < showcase.opens_at:
        raise NotNow(_("The opening day has not come yet."))


def deadline_is_ahead(showcase: Showcase, **_facts) -> None:
    if clock.now() > showcase.closes_at:
        raise NotNow(_("The deadline lies in the past. Move it first."))


def deadline_has_passed(showcase: Showcase, **_facts) -> None:
    if clock.now() <= showcase.closes_at:
        raise NotNow(_("The deadline has not passed yet."))


def every_entry_is_checked(showcase: Showcase, **_facts) -> None:
    waiting = showcase.entries.filter(state__in=(EntryState.SUBMITTED, EntryState.CORRECTION_REQUIRED)).count()
    if waiting:
        raise NotNow(_("{count} works still wait for their check.").format(count=waiting))
    if not showcase.entries.filter(state=EntryState.QUALIFIED).exists():
        raise NotNow(_("No work has been admitted."))


def every_entry_has_jurors(showcase: Showcase, **_facts) -> None:
    live = Q(sheets__state__in=(SheetState.OPEN, SheetState.SUBMITTED))
    rows = showcase.entries.filter(state=EntryState.QUALIFIED).annotate(jurors=Count("sheets", filter=live))
    short = rows.filter(jurors__lt=max(ENOUGH, showcase.jurors_per_entry)).count()
    if short:
        raise NotNow(_("{count} works have too few jurors. Assign the jury first.").format(count=short))


def every_sheet_is_in(showcase: Showcase, **_facts) -> None:
    rows = showcase.entries.filter(state__in=(EntryState.UNDER_REVIEW, EntryState.SCORED))
    if Sheet.objects.filter(entry__in=rows, state=SheetState.OPEN).exists():
        raise NotNow(_("Some scores have not been handed in yet."))
    counted = rows.annotate(valid=Count("sheets", filter=Q(sheets__state=SheetState.SUBMITTED)))
    if counted.filter(valid__lt=ENOUGH).exists():
        raise NotNow(_("Some works have fewer than three scores. They need more jurors."))


def no_dispersion_is_open(showcase: Showcase, **facts) -> None:
    if any(line.needs_arbitration for line in facts["board"]):
        raise NotNow(_("Some scores lie far apart. Ask for arbitration first."))


def no_tie_is_open(showcase: Showcase, **facts) -> None:
    if any(line.tied for line in facts["board"]):
        raise NotNow(_("Some works are equal by every rule. The lead has to put them in order first."))


def a_second_person_confirms(showcase: Showcase, **facts) -> None:
    if facts["proposal"].prepared_by_id == facts["actor"].person_id:
        raise NotYours(_("You made this proposal. A second person has to confirm it."))


def snapshot_is_unchanged(showcase: Showcase, **facts) -> None:
    if facts["proposal"].digest != facts["digest"] or facts["digest"] != facts["now_digest"]:
        raise NotNow(_("The result has changed since it was proposed. Take the proposal back and look again."))


def notice_is_over(showcase: Showcase, **_facts) -> None:
    if showcase.notice_until is None or clock.today() <= showcase.notice_until:
        raise NotNow(_("The public notice still runs."))


def no_objection_is_open(showcase: Showcase, **_facts) -> None:
    if Objection.objects.filter(entry__showcase=showcase, state__in=PENDING).exists():
        raise NotNow(_("An objection has not been answered yet."))


# ---- on an entry


def submission_is_open(entry: Entry, **_facts) -> None:
    showcase = entry.showcase
    if clock.now() > showcase.closes_at:
        raise DeadlinePassed
    if showcase.state != ShowcaseState.SUBMISSION_OPEN:
        raise NotNow(_("This showcase does not take entries now. Your draft is kept."))


def entry_is_complete(entry: Entry, **_facts) -> None:
    missing = {
        "title": entry.title.strip(),
        "track": entry.track_id,
        "summary": entry.summary.strip(),
        "body": entry.body.strip(),
    }
    empty = {name: [_("This is still empty.")] for name, value in missing.items() if not value}
    if empty:
        raise Invalid(_("Something is still missing. Your draft is kept."), fields=empty)


def place_is_left(entry: Entry, **_facts) -> None:
    """A school's places, counted under the lock of its showcase."""
    used = Entry.objects.filter(showcase=entry.showcase, school=entry.school, state__in=COUNTED).count()
    if used >= quotas.places(entry.showcase, entry.school):
        raise NoPlaceLeft


def checking_is_on(entry: Entry, **_facts) -> None:
    if entry.showcase.state != ShowcaseState.QUALIFICATION_CHECKING:
        raise NotNow(_("Works are not being checked at this time."))


def first_correction(entry: Entry, **_facts) -> None:
    if entry.corrected or entry.correction_until is not None:
        raise NotNow(_("This work has been repaired once already."))


def correction_is_in_time(entry: Entry, **_facts) -> None:
    if entry.correction_until is not None and clock.today() > entry.correction_until:
        raise NotNow(_("The days for the repair are over."))


def correction_is_overdue(entry: Entry, **_facts) -> None:
    if entry.correction_until is not None and clock.today() <= entry.correction_until:
        raise NotNow(_("The school still has time to repair it."))


# ---- on a sheet


def scoring_is_on(sheet: Sheet, **_facts) -> None:
    showcase = sheet.entry.showcase
    if showcase.state not in (ShowcaseState.BLIND_REVIEWING, ShowcaseState.SCORE_CONFIRMING):
        raise NotNow(_("Scoring is closed."))


def sheet_is_complete(sheet: Sheet, **facts) -> None:
    fields: dict[str, list] = {}
    missing = [one for one in facts["dimensions"] if one.pk not in facts["marks"]]
    for dimension in missing:
        fields[f"mark_{dimension.code}"] = [_("Choose a mark from 1 to 10.")]
    if len(sheet.comment.strip()) < facts["least_comment"]:
        fields["comment"] = [_("Write at least one sentence of 10 characters.")]
    if fields:
        raise Invalid(_("The sheet is not complete yet. What you chose is kept."), fields=fields)


ALL = {
    check.__name__: check
    for check in (
        call_is_complete, call_is_long_enough, opening_has_come, deadline_is_ahead, deadline_has_passed,
        every_entry_is_checked, every_entry_has_jurors, every_sheet_is_in, no_dispersion_is_open, no_tie_is_open,
        a_second_person_confirms, snapshot_is_unchanged, notice_is_over, no_objection_is_open, submission_is_open,
        entry_is_complete, place_is_left, checking_is_on, first_correction, correction_is_in_time,
        correction_is_overdue, scoring_is_on, sheet_is_complete,
    )
}  # fmt: skip
