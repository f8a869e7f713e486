"""How a writer is called: "周老师 · 班主任", "小满妈妈". Kept with the message, in the platform's language."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from cocare.core.access import Actor, visible
from cocare.core.conversation_kinds import Author, kind_of
from cocare.core.validity_period import in_force
from cocare.people import rules as people
from cocare.people.enums import CAPACITY_OF, FAMILY, Capacity, Relation, Role
from cocare.people.models import Guardianship, Person, Post, Pupil

from .models import Conversation

FULL_NAME = 2  # characters: shorter names are not cut


def author_of(actor: Actor, conversation: Conversation) -> Author:
    """Return the actor's name and title as a writer here. Two or three queries; the sender cache keeps the answer."""
    with override(settings.LANGUAGE_CODE):
        return kind_of(conversation).author(conversation.anchor, actor) or _usual_author(actor)


def _usual_author(actor: Actor) -> Author:
    if actor.capacity in FAMILY:
        child = visible(Pupil, actor, people.family_of).order_by("pk").first()
        return Author(_person(actor).name, relation_to(actor, child) if child else "")
    return staff_author(actor, posts_of(actor).first())


def staff_author(actor: Actor, post: Post | None) -> Author:
    """Return "周老师" with the name of the post in which they write."""
    return Author(_person(actor).surname_title, post_title(post))


def _person(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.acting_person_id)


def posts_of(actor: Actor) -> QuerySet[Post]:
    """Return the actor's posts of today in the capacity they act in, head teacher before subject teacher."""
    roles = [role for role in Role if CAPACITY_OF[role] == actor.capacity]
    return Post.objects.filter(in_force(), person_id=actor.acting_person_id, role__in=roles).order_by("role")


def post_title(post: Post | None) -> str:
    """Return the role of a post, or its subject: "数学老师". Nothing for no post."""
    if post is None:
        return ""
    if post.role == Role.SUBJECT_TEACHER and post.subject:
        return _("%(subject)s teacher") % {"subject": post.subject}
    return str(post.get_role_display())


def relation_to(actor: Actor, child: Pupil) -> str:
    """Return what family is called beside a child: "小满妈妈"."""
    if actor.capacity == Capacity.CAREGIVER:
        return relation_name(child.name, "")
    guardianship = Guardianship.objects.filter(in_force(), pupil=child, person_id=actor.acting_person_id).first()
    return relation_name(child.name, guardianship.relation if guardianship else Relation.OTHER)


def relation_name(child: str, relation: str) -> str:
    """Return "小满妈妈" for a mother, and so on; "小满的照护人" for a caregiver (empty relation)."""
    named = {"child": familiar_name(child)}
    if relation == Relation.MOTHER:
        return _("%(child)s's mother") % named
    if relation == Relation.FATHER:
        return _("%(child)s's father") % named
    if relation:
        return _("%(child)s's guardian") % named
    return _("%(child)s's caregiver") % named


def familiar_name(name: str) -> str:
    """Return a child's name as at home: 许小满 → 小满, 江舟 → 江舟."""
    return name[1:] if len(name) > FULL_NAME else name
