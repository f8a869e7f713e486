"""A kind of conversation as another app would bring it: the staff room of a school, one object in one file."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cocare.core.access import Actor, Rule
from cocare.core.conversation_kinds import AnchoredKind, Member
from cocare.core.validity_period import in_force
from cocare.people.enums import CAPACITY_OF, Capacity, Role
from cocare.people.models import Organisation, Post

CAPACITIES = (Capacity.TEACHER, Capacity.PRINCIPAL)


def _works_at(actor: Actor) -> Q:
    roles = [role for role in Role if CAPACITY_OF[role] == actor.capacity]
    return Q(
        Exists(Post.objects.filter(in_force(), person=actor.person_id, role__in=roles, organisation=OuterRef("pk")))
    )


works_at = Rule("works at the school", _works_at).when(*CAPACITIES)


class StaffRoom(AnchoredKind[Organisation]):
    value = "staff_room"
    placeholder = "A word to the colleagues"
    agreement_title = "Among colleagues"
    agreement = ("Families do not read here.",)
    model = Organisation
    sees_anchor = works_at
    writes_at_anchor = works_at.when(Capacity.TEACHER)

    def to_open(self) -> QuerySet[Organisation]:
        return Organisation.objects.filter(posts__isnull=False).distinct()

    def members_of(self, anchors: Mapping[UUID, Organisation]) -> dict[UUID, set[Member]]:
        posts = Post.objects.filter(in_force(), organisation__in=anchors.values())
        held = [(post.organisation_id, post.person_id, CAPACITY_OF[Role(post.role)]) for post in posts]
        return {
            conversation: {
                (person, str(capacity)) for key, person, capacity in held if key == school.pk and capacity in CAPACITIES
            }
            for conversation, school in anchors.items()
        }

    def title(self, anchor: Organisation, actor: Actor) -> str:
        return f"{anchor.short_name}教研室"

    def subtitle(self, anchor: Organisation, actor: Actor, members: set[Member]) -> str:
        return f"{len(members)} colleagues"
