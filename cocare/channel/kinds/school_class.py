"""The conversation of one class: its staff speaks to all families, each family answers in its own child's thread."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from cocare.channel.author_names import posts_of, staff_author
from cocare.channel.membership import families_by_pupil, leaders_by_school, pupils_by_class, teachers_by_class
from cocare.core.access import Actor
from cocare.core.conversation_kinds import AnchoredKind, Author, Member
from cocare.core.validity_period import in_force
from cocare.people import queries as people_queries
from cocare.people import rules as people
from cocare.people.enums import CLASS_ROLES, FAMILY, LEADING_ROLES
from cocare.people.models import Enrolment, Post, Pupil, SchoolClass

from .counts import families_and_teachers, teachers
from .family import FamilyConversation, now_in


class ClassConversation(AnchoredKind[SchoolClass]):
    """Families do not learn of one another here: neither names, nor how many they are, nor who has read."""

    value = "class"
    placeholder = _("A word to the whole class")
    agreement_title = _("How we talk here")
    agreement = (
        _("The school speaks to everyone; answers go to the child's own thread."),
        _("Marks and rankings are not discussed here."),
        _("Families do not see each other's names here."),
    )
    answered_in = FamilyConversation.value
    answered_in_note = _(
        "Only the school speaks to the whole class. What you answer stays between you and the teachers."
    )

    model, anchor_field = SchoolClass, "school_class_id"
    sees_anchor = people.sees_class
    writes_at_anchor = people.staff_of_class

    def to_open(self) -> QuerySet[SchoolClass]:
        related = [model.objects.filter(in_force(), school_class=OuterRef("pk")) for model in (Enrolment, Post)]
        return SchoolClass.objects.filter(Exists(related[0]) | Exists(related[1]))

    def members_of(self, anchors: Mapping[UUID, SchoolClass]) -> dict[UUID, set[Member]]:
        classes = {school_class.pk for school_class in anchors.values()}
        pupils = pupils_by_class(classes)
        families = families_by_pupil({key for in_class in pupils.values() for key in in_class})
        teaching = teachers_by_class(classes)
        leading = leaders_by_school({school_class.school_id for school_class in anchors.values()})
        return {
            conversation: (teaching[school_class.pk] | leading[school_class.school_id]).union(
                *(families[key] for key in pupils[school_class.pk])
            )
            for conversation, school_class in anchors.items()
        }

    def title(self, anchor: SchoolClass, actor: Actor) -> str:
        return anchor.label

    def subtitle(self, anchor: SchoolClass, actor: Actor, members: set[Member]) -> str:
        return teachers(members) if actor.capacity in FAMILY else families_and_teachers(members)

    def initials(self, anchor: SchoolClass) -> str:
        """Return "三2" for 三年级2班."""
        return f"{anchor.name[:1]}{anchor.number}"

    def author(self, anchor: SchoolClass, actor: Actor) -> Author | None:
        """Return a teacher by the post in this class, a principal by the one that leads the school."""
        if actor.capacity in FAMILY:
            return None
        posts = posts_of(actor)
        here = posts.filter(role__in=CLASS_ROLES, school_class=anchor).first()
        return staff_author(actor, here or posts.filter(role__in=LEADING_ROLES).first())

    def counts_readers(self, actor: Actor) -> bool:
        return actor.capacity not in FAMILY

    def answer_anchors(self, anchor: SchoolClass, actor: Actor) -> list[Pupil]:
        """Return a parent's own children in this class."""
        if actor.capacity not in FAMILY:
            return []
        return [
            child
            for child in people_queries.pupils(actor)
            if any(enrolment.school_class_id == anchor.pk for enrolment in now_in(child))
        ]
