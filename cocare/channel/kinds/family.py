"""The conversation about one child: the child's guardians and caregivers, and the teachers of its class."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cocare.channel.author_names import posts_of, relation_to, staff_author
from cocare.channel.membership import classes_by_pupil, families_by_pupil, teachers_by_class
from cocare.core.access import Actor
from cocare.core.conversation_kinds import AnchoredKind, Author, Member
from cocare.core.validity_period import in_force
from cocare.people import rules as people
from cocare.people.enums import CLASS_ROLES, FAMILY
from cocare.people.models import Enrolment, Guardianship, Pupil

from .counts import families_and_teachers


class FamilyConversation(AnchoredKind[Pupil]):
    value = "family"
    tone = "river"
    placeholder = _("Say something")
    agreement_title = _("Who reads here")
    agreement = (
        _("The child's guardians and carers, and the teachers of its class. Nobody else."),
        _("Who leaves the class or the family stops reading that day."),
        _("Signatures are the guardians' own."),
    )
    shares_read_marks = True

    model, anchor_field = Pupil, "pupil_id"
    sees_anchor = writes_at_anchor = people.family_of | people.teacher_of

    def anchors(self) -> QuerySet[Pupil]:
        """Return the children with their present classes in `now_in`."""
        enrolments = Enrolment.objects.filter(in_force()).select_related("school_class")
        return Pupil.objects.prefetch_related(Prefetch("enrolments", queryset=enrolments, to_attr="now_in"))

    def to_open(self) -> QuerySet[Pupil]:
        related = [model.objects.filter(in_force(), pupil=OuterRef("pk")) for model in (Enrolment, Guardianship)]
        return Pupil.objects.filter(Exists(related[0]) | Exists(related[1]))

    def members_of(self, anchors: Mapping[UUID, Pupil]) -> dict[UUID, set[Member]]:
        pupils = {pupil.pk for pupil in anchors.values()}
        families, classes = families_by_pupil(pupils), classes_by_pupil(pupils)
        teachers = teachers_by_class({key for of_pupil in classes.values() for key in of_pupil})
        return {
            conversation: families[pupil.pk].union(*(teachers[key] for key in classes[pupil.pk]))
            for conversation, pupil in anchors.items()
        }

    def pupil_id(self, anchor: Pupil) -> UUID:
        return anchor.pk

    def title(self, anchor: Pupil, actor: Actor) -> str:
        return anchor.name

    def subtitle(self, anchor: Pupil, actor: Actor, members: set[Member]) -> str:
        return families_and_teachers(members)

    def initials(self, anchor: Pupil) -> str:
        """Return the last character, "满" of 许小满, as the child is called at home."""
        return anchor.name[-1:]

    def chip(self, anchor: Pupil) -> str:
        """Return the class, so that siblings and namesakes are told apart."""
        return " ".join(enrolment.school_class.label for enrolment in now_in(anchor))

    def matching(self, conversations: QuerySet, actor: Actor, text: str) -> Q:
        return Q(kind=self.value, pupil__name__icontains=text)

    def author(self, anchor: Pupil, actor: Actor) -> Author:
        """Return "小满妈妈" for family, "周老师 · 班主任" by the post in the child's class for a teacher."""
        if actor.capacity in FAMILY:
            return Author(relation_to(actor, anchor))
        classes = [enrolment.school_class_id for enrolment in now_in(anchor)]
        return staff_author(actor, posts_of(actor).filter(role__in=CLASS_ROLES, school_class__in=classes).first())


def now_in(pupil: Pupil) -> list[Enrolment]:
    """Return the present enrolments of a child that `anchors` has loaded."""
    return pupil.now_in  # type: ignore[attr-defined]  # the prefetch's to_attr
