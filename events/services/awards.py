"""The awards: the frozen proposal, the public notice, the final states, certificates, and the lead's word on ties."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from cocare.core import audit, clock, working_days
from cocare.core.access import Actor

from .. import notices
from ..enums import PENDING, SCORING, TRACK_CODES, EntryAction, EntryState, TrackKind
from ..errors import NotNow
from ..lifecycle import ENTRY
from ..live import bump_board
from ..locking import lock_entry
from ..models import Award, Entry, Objection, Proposal, Showcase
from ..queries.results import AwardFacts

NOTICE_DAYS = 5


def propose_awards(*, actor: Actor, facts: AwardFacts) -> Proposal:
    """Freeze the list as one person proposes it."""
    proposal = Proposal.objects.create(
        showcase=facts.showcase,
        snapshot=facts.snapshot,
        digest=facts.digest_now,
        prepared_by_id=actor.acting_person_id,
    )
    audit.record(actor, "proposal.freeze", proposal, digest=proposal.digest)
    return proposal


def withdraw_proposal(*, proposal: Proposal) -> None:
    proposal.withdrawn_at = clock.now()
    proposal.save(update_fields=["withdrawn_at"])


def confirm_proposal(*, actor: Actor, proposal: Proposal, showcase: Showcase) -> None:
    """A second person confirms the frozen list: the awards stand, and the public notice runs from tomorrow."""
    proposal.confirmed_by_id, proposal.confirmed_at = actor.acting_person_id, clock.now()
    proposal.save(update_fields=["confirmed_by", "confirmed_at"])
    Award.objects.bulk_create(
        Award(entry_id=row["entry"], level=row["level"]) for row in proposal.snapshot if row["level"]
    )
    showcase.notice_from = clock.today()
    showcase.notice_until = working_days.working_day_deadline(clock.today(), NOTICE_DAYS).day
    showcase.save(update_fields=["notice_from", "notice_until"])
    notices.notify_participants(showcase)
    audit.record(actor, "proposal.confirm", proposal, digest=proposal.digest)


def finalize_entries(*, actor: Actor, showcase: Showcase) -> None:
    """Give every entry its final state, but those with an open objection, which wait alone."""
    pending = Objection.objects.filter(entry=OuterRef("pk"), state__in=PENDING)
    undisputed = showcase.entries.filter(~Exists(pending), state=EntryState.SCORED)
    awarded = list(undisputed.filter(award__revoked_at=None, award__isnull=False).values_list("pk", flat=True))
    others = list(undisputed.exclude(pk__in=awarded).values_list("pk", flat=True))
    for action, entry_ids in ((EntryAction.AWARD, awarded), (EntryAction.PASS_OVER, others)):
        rows = showcase.entries.filter(pk__in=entry_ids)
        ENTRY.take_all(actor=actor, rows=rows, state=EntryState.SCORED, action=action, of=showcase)


def issue_certificates(*, actor: Actor, showcase: Showcase) -> None:
    """Number the awards `year-code-track-level-serial`; what is numbered keeps its number."""
    rows = (
        Award.objects.filter(entry__showcase=showcase, entry__state=EntryState.AWARDED, number=None, revoked_at=None)
        .select_related("entry__track")
        .order_by("level", "entry__number")
    )
    serial = Award.objects.filter(entry__showcase=showcase).exclude(number=None).count()
    numbered = []
    for award in rows:
        serial += 1
        award.number = certificate_number(showcase, award, serial)
        award.issued_on = clock.today()
        numbered.append(award)
    Award.objects.bulk_update(numbered, ["number", "issued_on"])
    audit.record(actor, "showcase.certificates", showcase, count=len(numbered))


def certificate_number(showcase: Showcase, award: Award, serial: int) -> str:
    """Return for example "2026-GY-XX-1-0001"."""
    track = award.entry.track
    code = TRACK_CODES[TrackKind(track.kind)] if track else ""
    return f"{showcase.year}-{showcase.code}-{code}-{award.level}-{serial:04d}"


@transaction.atomic
def order_tied_entry(*, actor: Actor, entry_id: UUID, tie_rank: int) -> Entry:
    """Note the lead's decision on works equal by every rule: a lower rank goes first. Raise NotNow outside scoring."""
    entry = lock_entry(entry_id)
    if entry.showcase.state not in SCORING:
        raise NotNow
    entry.tie_rank = tie_rank
    entry.save(update_fields=["tie_rank"])
    audit.record(actor, "entry.order_tied", entry, tie_rank=tie_rank)
    bump_board(entry.showcase, "result.changed")
    return entry
