"""Who belongs to which conversation, who may write there, and who may write to whom.

Nothing is copied: a post that ended yesterday or a document in force bites at once.

Who may start a direct conversation with whom:

| who            | with                                                                    |
|----------------|-------------------------------------------------------------------------|
| teacher        | guardians and caregivers of a pupil in a class they teach; colleagues   |
| guardian, caregiver | teachers of their child's class                                    |
| principal, team | colleagues of the same school                                          |
| anyone else    | nobody                                                                  |

Never parent with parent, never an adult with a pupil (pupils have no account at all).
"""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet

from cocare.core.access import Access, Actor, Rule, either
from cocare.core.conversation_kinds import all_kinds
from cocare.core.validity_period import in_force
from cocare.people import rules as people
from cocare.people.enums import CAPACITY_OF, CLASS_ROLES, FAMILY, TEACHING_KINDS, Capacity, Role
from cocare.people.models import CareArrangement, Guardianship, Post, Pupil, SchoolClass

from .models import Conversation, Message, MessageFile

STAFF = (Capacity.TEACHER, Capacity.PRINCIPAL, Capacity.TEAM)


def roles_of(capacity: str) -> list[Role]:
    return [role for role in Role if CAPACITY_OF[role] == capacity]


# ---- who may write to whom: rules on Person -------------------------------------------------------


def _class_posts() -> QuerySet[Post]:
    return Post.objects.filter(in_force(), role__in=CLASS_ROLES)


def _guardian_of_my_pupil(actor: Actor) -> Q:
    mine = Exists(Pupil.objects.filter(people.teacher_of.condition(actor), pk=OuterRef("pupil")))
    return Q(Exists(Guardianship.objects.filter(in_force(), people.no_full_restriction(), mine, person=OuterRef("pk"))))


def _caregiver_of_my_pupil(actor: Actor) -> Q:
    mine = Exists(Pupil.objects.filter(people.teacher_of.condition(actor), pk=OuterRef("pupil")))
    giver = Guardianship.objects.filter(
        in_force(), people.no_full_restriction(), pupil=OuterRef("pupil"), person=OuterRef("entrusted_by")
    )
    return Q(Exists(CareArrangement.objects.filter(in_force(), mine, Exists(giver), caregiver=OuterRef("pk"))))


def _teacher_of_my_child(actor: Actor) -> Q:
    ours = Exists(SchoolClass.objects.filter(people.family_in_class.condition(actor), pk=OuterRef("school_class")))
    return Q(Exists(_class_posts().filter(ours, person=OuterRef("pk"))))


def _colleague(capacity: str) -> Callable[[Actor], Q]:
    """Return the condition on Person: a post of that capacity in a school where the actor has one of their own."""

    def condition(actor: Actor) -> Q:
        mine = Post.objects.filter(
            in_force(),
            person_id=actor.acting_person_id,
            role__in=roles_of(actor.capacity),
            organisation=OuterRef("organisation"),
        )
        theirs = Post.objects.filter(
            Exists(mine),
            in_force(),
            person=OuterRef("pk"),
            role__in=roles_of(capacity),
            organisation__kind__in=TEACHING_KINDS,
        )
        return Q(Exists(theirs)) & ~Q(pk=actor.person_id)

    return condition


# capacity of the other → rule on Person: whom the actor may write to in that capacity
REACHES: dict[str, Rule] = {
    Capacity.GUARDIAN: Rule("guardian of my pupil", _guardian_of_my_pupil).when(Capacity.TEACHER),
    Capacity.CAREGIVER: Rule("caregiver of my pupil", _caregiver_of_my_pupil).when(Capacity.TEACHER),
    Capacity.TEACHER: Rule("teacher of my child", _teacher_of_my_child).when(*FAMILY)
    | Rule("teacher in my school", _colleague(Capacity.TEACHER)).when(*STAFF),
    Capacity.PRINCIPAL: Rule("leads my school", _colleague(Capacity.PRINCIPAL)).when(*STAFF),
    Capacity.TEAM: Rule("in my school's team", _colleague(Capacity.TEAM)).when(*STAFF),
}


# ---- who belongs: rules on Conversation, answered by its kind ---------------------------------------

is_open = Rule("open", lambda actor: Q(closed_at=None))
member = Rule("belongs to it", lambda actor: either(*(kind.member.condition(actor) for kind in all_kinds())))
writer = Rule("may write in it", lambda actor: either(*(kind.writer.condition(actor) for kind in all_kinds())))
post_to = is_open & writer


# ---- rules on Message -----------------------------------------------------------------------------

# On Message: its conversation is visible.
sees_message = Rule(
    "belongs to the message's conversation",
    lambda actor: Q(Exists(Conversation.objects.filter(member.condition(actor), pk=OuterRef("conversation")))),
)
wrote = Rule("wrote it", lambda actor: Q(author=actor.person_id, author_capacity=actor.capacity))
may_still_post = Rule(
    "may write in the message's conversation",
    lambda actor: Q(Exists(Conversation.objects.filter(post_to.condition(actor), pk=OuterRef("conversation")))),
)
change_message = wrote & may_still_post


def _file_of_message(actor: Actor) -> Q:
    """Return the condition for files whose message is seen, until that is taken back."""
    messages = Message.objects.filter(sees_message.condition(actor), recalled_at=None, pk=OuterRef("message"))
    return Q(Exists(MessageFile.objects.filter(Exists(messages), file=OuterRef("pk"))))


# on File
file_of_message = Rule("file of a message that one sees", _file_of_message)

# ---- what one may do, verb by verb; a socket's send asks the same through `sender_cache`

CONVERSATION: dict[str, Access] = {"show": {"see": member}, "send": {"see": member, "act": post_to}}
MESSAGE: dict[str, Access] = {
    "show": {"see": sees_message},
    "change": {"see": sees_message, "act": change_message},
}
