"""Kinds of conversation: what each of them answers, and the list of all.

A conversation hangs on something, its anchor: a child, a class, a team, a case. What follows from that is answered in
one object, registered by the app that owns the anchor. The channel app asks these objects and knows no kind by name.

    class TeamConversation(AnchoredKind[Team]):
        value, model = "team", Team
        sees_anchor, writes_at_anchor = rules.in_team, rules.in_team
        …

    conversation_kinds.register(TeamConversation())  # in the ready() of the app

Whatever a kind does not answer fails when it is registered.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from .access import Actor, Rule, compiled, through

A = TypeVar("A")
M = TypeVar("M", bound=Model)

Member = tuple[UUID, str]
"""A person and the capacity in which they belong to a conversation."""

Sentence = str | Promise


class Author(NamedTuple):
    """How the writer of a message is called: "周老师" and "班主任"."""

    name: str
    title: str = ""


class ConversationKind(ABC, Generic[A]):
    """All that differs between kinds of conversation. `A` is the type of what such a conversation hangs on.

    What has no default must be answered. The defaults keep people apart: nobody hears who has read, nothing is
    answered elsewhere, no conversation opens by itself.
    """

    value: ClassVar[str]
    """What the database and the wire call this kind, at most 20 characters."""
    placeholder: ClassVar[Sentence]
    """What the empty field for a message says."""
    agreement_title: ClassVar[Sentence]
    agreement: ClassVar[tuple[Sentence, ...]]
    """Beside the messages: who reads here, and how people talk."""

    tone: ClassVar[str] = ""
    """The colour of the avatar, one of the design's tones."""
    shares_read_marks: ClassVar[bool] = False
    """Whether each member hears how far the others have read."""
    notification: ClassVar[str] = "message.new"
    """The registered kind of notification by which members hear of a new message outside the page."""
    answered_in: ClassVar[str] = ""
    """The other kind of conversation in which its readers answer what is written here."""
    answered_in_note: ClassVar[Sentence] = ""
    """Why they answer there, for those who can't write here."""

    # ---- who belongs

    @property
    @abstractmethod
    def member(self) -> Rule:
        """Return the rule on Conversation for those who read here, false for conversations of other kinds."""

    @property
    @abstractmethod
    def writer(self) -> Rule:
        """Return the rule on Conversation for those who may write here, likewise. Every writer is a member."""

    @abstractmethod
    def members_of(self, anchors: Mapping[UUID, A]) -> dict[UUID, set[Member]]:
        """Return the present members by conversation id: exactly those whom `member` lets in, in a few queries."""

    # ---- what it hangs on

    @abstractmethod
    def load_anchors(self, conversations: Collection[Any]) -> dict[UUID, A]:
        """Return the anchors by conversation id, with all that this kind's texts need. As few queries for many."""

    @abstractmethod
    def columns(self, anchor: A) -> dict[str, Any]:
        """Return the fields of a Conversation that hangs on `anchor`, besides its kind."""

    def pupil_id(self, anchor: A) -> UUID | None:
        """Return the child whom all messages are about: whom a document bars from it hears of none of them."""
        return None

    # ---- what it is called

    @abstractmethod
    def title(self, anchor: A, actor: Actor) -> str:
        """Return what the conversation is called for this reader."""

    @abstractmethod
    def subtitle(self, anchor: A, actor: Actor, members: set[Member]) -> str:
        """Return who is here, as far as this reader may know."""

    def initials(self, anchor: A) -> str:
        """Return what stands in the avatar; empty for the title's own first character."""
        return ""

    def chip(self, anchor: A) -> str:
        """Return a few words beside the title that tell namesakes apart."""
        return ""

    def matching(self, conversations: "QuerySet[Any]", actor: Actor, text: str) -> Q:
        """Return the condition for those of `conversations`, of this kind, that are found by this part of a name."""
        own = list(conversations.filter(kind=self.value))
        anchors = self.load_anchors(own) if own else {}
        return Q(pk__in=[key for key, anchor in anchors.items() if text.lower() in self.title(anchor, actor).lower()])

    def author(self, anchor: A, actor: Actor) -> Author | None:
        """Return how the actor is called as a writer here; None for how they are called anywhere."""
        return None

    # ---- what was read, and what is answered

    def counts_readers(self, actor: Actor) -> bool:
        """Return whether this reader sees how many have read a message (never who)."""
        return False

    def answer_anchors(self, anchor: A, actor: Actor) -> Iterable[Any]:
        """Return what the `answered_in` conversations hang on in which this reader answers."""
        return ()

    # ---- parts

    @cached_property
    def of_this_kind(self) -> Rule:
        return Rule(self.value, lambda actor: Q(kind=self.value))


class AnchoredKind(ConversationKind[M]):
    """A kind that hangs on one row of one model: who belongs follows from who may see and use that row."""

    model: ClassVar[type[Model]]
    sees_anchor: ClassVar[Rule]
    """On `model`: those who read in the row's conversation."""
    writes_at_anchor: ClassVar[Rule]
    """On `model`: those who write there."""
    anchor_field: ClassVar[str] = "anchor_id"
    """The field of Conversation that holds the row's id."""

    @cached_property
    def member(self) -> Rule:
        return through(self.sees_anchor, self.model, self.anchor_field) & self.of_this_kind

    @cached_property
    def writer(self) -> Rule:
        return through(self.writes_at_anchor, self.model, self.anchor_field) & self.of_this_kind

    def anchors(self) -> QuerySet[M]:
        """Return the rows with all that the texts of this kind need."""
        return self.model._default_manager.all()  # type: ignore[return-value]  # a class variable can't be generic

    def to_open(self) -> QuerySet[M]:
        """Return the rows that have a conversation from the start, without anybody asking for it."""
        return self.anchors().none()

    def load_anchors(self, conversations: Collection[Any]) -> dict[UUID, M]:
        keys = {conversation.pk: getattr(conversation, self.anchor_field) for conversation in conversations}
        rows = self.anchors().in_bulk(set(keys.values()))
        return {conversation: rows[key] for conversation, key in keys.items() if key in rows}

    def columns(self, anchor: M) -> dict[str, Any]:
        return {self.anchor_field: anchor.pk}


# ---- the list of all kinds

_kinds: dict[str, ConversationKind[Any]] = {}

REQUIRED = ("value", "placeholder", "agreement_title", "agreement")
REQUIRED_OF_ANCHORED = ("model", "sees_anchor", "writes_at_anchor")


def register(kind: ConversationKind[Any]) -> None:
    """Make a kind known, once, from the `ready()` of the app that owns it. Raise ImproperlyConfigured for a gap in it.

    An abstract method that is not there raises TypeError even earlier, when the object is made.
    """
    required = REQUIRED + (REQUIRED_OF_ANCHORED if isinstance(kind, AnchoredKind) else ())
    missing = [name for name in required if not getattr(kind, name, None)]
    if missing:
        raise ImproperlyConfigured(f"{type(kind).__name__} does not say its {', '.join(missing)}")
    _kinds[kind.value] = kind
    compiled.clear()  # the rules over all kinds have changed


def unregister(value: str) -> None:
    """Take a kind away again. Its conversations stay in the database, and nobody sees them."""
    del _kinds[value]
    compiled.clear()


def all_kinds() -> list[ConversationKind[Any]]:
    return list(_kinds.values())


def kind_of(conversation: Any) -> ConversationKind[Any]:
    """Return the kind of a conversation, which stands in its `kind`."""
    return _kinds[conversation.kind]


def anchored_kind(value: str) -> AnchoredKind[Any]:
    """Return the kind of that value, which hangs on one row."""
    kind = _kinds[value]
    assert isinstance(kind, AnchoredKind), f"{value} hangs on no row"
    return kind


def by_kind(conversations: Iterable[Any]) -> dict[ConversationKind[Any], list[Any]]:
    """Return the conversations of each kind among these."""
    groups: dict[ConversationKind[Any], list[Any]] = defaultdict(list)
    for conversation in conversations:
        groups[kind_of(conversation)].append(conversation)
    return groups


def attach_anchors(conversations: Iterable[Any]) -> None:
    """Load what each conversation hangs on into its `anchor`. A few queries for each kind, however many they are."""
    for kind, of_kind in by_kind(conversations).items():
        anchors = kind.load_anchors(of_kind)
        for conversation in of_kind:
            if conversation.pk in anchors:
                conversation.anchor = anchors[conversation.pk]
