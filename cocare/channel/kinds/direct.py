"""The conversation of two people, each in one capacity. Whom one may write to stands in `rules.REACHES`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cocare.channel import rules
from cocare.channel.models import Conversation, Participant
from cocare.core import clock
from cocare.core.access import NOBODY, Actor, Reach, Rule, either, through, within
from cocare.core.access.bulk import visible_pairs
from cocare.core.conversation_kinds import ConversationKind, Member
from cocare.people import rules as people
from cocare.people.enums import CLASS_ROLES, FAMILY, Capacity
from cocare.people.models import Enrolment, Person, Post, Pupil


class DirectConversation(ConversationKind[list[Participant]]):
    """Two people read and write while either may write to the other.

    A teacher's view ends with the post; a family keeps reading what it wrote and was told.
    """

    value = "direct"
    tone = "deep"
    placeholder = _("Say something")
    agreement_title = _("Between the two of you")
    agreement = (
        _("Nobody else reads along."),
        _("When the teacher leaves the class, it stays for you to read."),
    )
    shares_read_marks = True

    @cached_property
    def member(self) -> Rule:
        return self.of_this_kind & participant & (relation_holds | relation_held)

    @cached_property
    def writer(self) -> Rule:
        return self.of_this_kind & participant & relation_holds

    def members_of(self, anchors: Mapping[UUID, list[Participant]]) -> dict[UUID, set[Member]]:
        both = [
            (Actor(None, participant.person_id, participant.capacity), conversation)
            for conversation, participants in anchors.items()
            for participant in participants
        ]
        members: dict[UUID, set[Member]] = {conversation: set() for conversation in anchors}
        for actor, conversation in visible_pairs(Conversation, both, self.member):
            members[conversation].add((actor.acting_person_id, actor.capacity))
        return members

    def load_anchors(self, conversations: Collection[Any]) -> dict[UUID, list[Participant]]:
        anchors: dict[UUID, list[Participant]] = defaultdict(list)
        for participant in Participant.objects.filter(conversation__in=conversations).select_related("person"):
            anchors[participant.conversation_id].append(participant)
        return anchors

    def columns(self, anchor: list[Participant]) -> dict[str, Any]:
        """Return the pair by which there is one conversation for each two, whoever begins."""
        return {"pair": pair_of(anchor)}

    def title(self, anchor: list[Participant], actor: Actor) -> str:
        return " ".join(_called(other) for other in _others(anchor, actor))

    def subtitle(self, anchor: list[Participant], actor: Actor, members: set[Member]) -> str:
        return gettext("Only the two of you")

    def matching(self, conversations: QuerySet, actor: Actor, text: str) -> Q:
        rows = Participant.objects.filter(conversation=OuterRef("pk"), person__name__icontains=text)
        return Q(Exists(rows.exclude(person=actor.person_id)), kind=self.value)


def pair_of(participants: list[Participant]) -> str:
    return "|".join(sorted(f"{participant.person_id}:{participant.capacity}" for participant in participants))


def _others(participants: list[Participant], actor: Actor) -> list[Participant]:
    me = (actor.person_id, actor.capacity)
    return [participant for participant in participants if (participant.person_id, participant.capacity) != me]


def _called(participant: Participant) -> str:
    return participant.person.surname_title if participant.capacity in rules.STAFF else participant.person.name


# ---- rules on Conversation


def _conversations_as(capacity: str) -> Reach:
    return Reach(
        f"takes part as {capacity}",
        lambda person: Participant.objects.filter(person=person, capacity=capacity),
        "conversation",
    )


OWN_CONVERSATIONS = {capacity: _conversations_as(capacity) for capacity in Capacity.values}


def _participant(actor: Actor) -> Q:
    return within("pk", OWN_CONVERSATIONS[actor.capacity].of(actor)) if actor.capacity else NOBODY


def _in_capacity(capacity: str) -> Rule:
    return Rule(capacity, lambda actor: Q(capacity=capacity))


# On Participant: in that capacity somebody to whom the actor may write.
_REACHED = [through(rule, Person, "person") & _in_capacity(capacity) for capacity, rule in rules.REACHES.items()]


def _participants() -> QuerySet[Participant]:
    return Participant.objects.filter(conversation=OuterRef("pk"))


def _relation_holds(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOBODY
    reachable = either(*(rule.condition(actor) for rule in _REACHED))
    return NOBODY if reachable is NOBODY else Q(Exists(_participants().filter(reachable)))


def _relation_held(actor: Actor) -> Q:
    children = Pupil.objects.filter(people.family_of.condition(actor), pk=OuterRef("pupil"))
    taught = Post.objects.filter(
        role__in=CLASS_ROLES,
        person=OuterRef(OuterRef("person")),
        school_class=OuterRef("school_class"),
        since__lte=clock.today(),
    )
    once = Enrolment.objects.filter(Exists(children), Exists(taught), since__lte=clock.today())
    return Q(Exists(_participants().filter(Exists(once), capacity=Capacity.TEACHER)))


participant = Rule("one of the two", _participant)
relation_holds = Rule("may write to the other one today", _relation_holds)
relation_held = Rule("their child's teacher once", _relation_held).when(*FAMILY)
