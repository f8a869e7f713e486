"""How a writer is called: "周老师 · 班主任", "小满妈妈". Kept with the message, in the house's language."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from cocare.core.access import Actor, visible
from cocare.core.validity_period import in_force
from cocare.people import rules as people
from cocare.people.enums import CAPACITY_OF, CLASS_ROLES, LEADING_ROLES, Capacity, Relation, Role
from cocare.people.models import Guardianship, Person, Post, Pupil

from .enums import Kind
from .models import Conversation

FULL_NAME = 2  # characters: shorter names are not cut


def given(name: str) -> str:
    """A child's name as at home: 许小满 → 小满, 江舟 → 江舟."""
    return name[1:] if len(name) > FULL_NAME else name


def relation_name(child: str, relation: str) -> str:
    """ "小满妈妈" for a mother, and so on; "小满的照护人" for a caregiver (empty relation)."""
    named = {"child": given(child)}
    if relation == Relation.MOTHER:
        return _("%(child)s's mother") % named
    if relation == Relation.FATHER:
        return _("%(child)s's father") % named
    if relation:
        return _("%(child)s's guardian") % named
    return _("%(child)s's caregiver") % named


def post_name(post: Post | None) -> str:
    if post is None:
        return ""
    if post.role == Role.SUBJECT_TEACHER and post.subject:
        return _("%(subject)s teacher") % {"subject": post.subject}
    return str(post.get_role_display())


def names(actor: Actor, conversation: Conversation) -> tuple[str, str]:
    """Name and title of the actor as a writer here. Two or three queries; answers are remembered with the standing."""
    with override(settings.LANGUAGE_CODE):
        person = Person.objects.get(pk=actor.person_id)
        if actor.capacity in (Capacity.GUARDIAN, Capacity.CAREGIVER):
            if conversation.kind == Kind.FAMILY:
                return family_name(actor, conversation.pupil), ""
            return person.name, family_name(actor, _some_child(actor))
        return person.surname_title, post_name(_post(actor, conversation))


def family_name(actor: Actor, child: Pupil | None) -> str:
    if child is None:
        return ""
    if actor.capacity == Capacity.CAREGIVER:
        return relation_name(child.name, "")
    found = Guardianship.objects.filter(in_force(), pupil=child, person_id=actor.person_id).first()
    return relation_name(child.name, found.relation if found else Relation.OTHER)


def _some_child(actor: Actor) -> Pupil | None:
    return visible(Pupil, actor, people.family_of).order_by("pk").first()


def _post(actor: Actor, conversation: Conversation) -> Post | None:
    """The post in which somebody writes here: the one in this class first, head teacher before subject teacher."""
    posts = Post.objects.filter(
        in_force(),
        person_id=actor.person_id,
        role__in=[role for role in Role if CAPACITY_OF[role] == actor.capacity],
    )
    here = posts.filter(role__in=CLASS_ROLES).order_by("role")
    if conversation.kind == Kind.CLASS:
        found = here.filter(school_class=conversation.school_class_id).first()
        return found or posts.filter(role__in=LEADING_ROLES).first()
    if conversation.kind == Kind.FAMILY:
        enrolled = conversation.pupil.enrolments.filter(in_force()).values("school_class")
        return here.filter(school_class__in=enrolled).first()
    return posts.order_by("role").first()
