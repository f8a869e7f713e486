"""The way of a document about one guardian: handed in, original seen, in effect, everyone concerned told, filed.

Only the leadership of the child's school takes a step, never on somebody's word and never in a matter of the own family
(Civil Code 36, 1084, 1086; Anti-Domestic Violence Law 23-30).
"""

from cocare.core.access import Actor
from cocare.core.lifecycle import Lifecycle, Step, Transition

from . import rules
from .enums import GuardianshipChangeAction as Action
from .enums import GuardianshipChangeState as State
from .enums import GuardianshipStepTaker as Role
from .errors import OwnMatter
from .models import Guardianship, GuardianshipChange

# ---- guards


def refuse_own_matter(actor: Actor, guardianship: Guardianship) -> None:
    """Raise OwnMatter for who would decide about the other parent of the own child, or about themselves."""
    if Guardianship.objects.filter(pupil=guardianship.pupil_id, person=actor.person_id).exists():
        raise OwnMatter


def not_in_the_own_family(step: Step[GuardianshipChange]) -> None:
    refuse_own_matter(step.actor, step.subject.guardianship)


# ---- the table

GUARDS = (not_in_the_own_family,)
LEADERSHIP = Role.LEADERSHIP

CHANGE = Lifecycle(
    GuardianshipChange,
    (
        Transition(State.SUBMITTED, Action.VERIFY, LEADERSHIP, State.VERIFIED, GUARDS, Action.VERIFY.label),
        Transition(
            State.SUBMITTED, Action.REFUSE, LEADERSHIP, State.REFUSED, GUARDS, Action.REFUSE.label, needs_reason=True
        ),
        Transition(State.VERIFIED, Action.TAKE_EFFECT, LEADERSHIP, State.EFFECTIVE, GUARDS, Action.TAKE_EFFECT.label),
        Transition(State.EFFECTIVE, Action.NOTIFY, LEADERSHIP, State.NOTIFIED, GUARDS, Action.NOTIFY.label),
        Transition(State.NOTIFIED, Action.ARCHIVE, LEADERSHIP, State.ARCHIVED, GUARDS, Action.ARCHIVE.label),
    ),
    actors={LEADERSHIP: rules.leads_school_of_guardianship},
)
