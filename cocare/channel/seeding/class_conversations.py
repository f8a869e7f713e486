from cocare.people.enums import Stage
from cocare.people.models import SchoolClass
from cocare.people.seeding.cast import LIN_LAN

from ..kinds import SCHOOL_CLASS
from .conversation_builder import ConversationBuilder
from .texts import CLASS_POSTS, LITTLE_ONES

DAYS = 21


def add_class_conversations(builder: ConversationBuilder) -> None:
    """Every class has its conversation, with some weeks of its teachers' posts in it."""
    for school_class in builder.district.classes:
        _add(builder, school_class)


def _add(builder: ConversationBuilder, school_class: SchoolClass) -> None:
    district = builder.district
    draft = builder.open(SCHOOL_CLASS, school_class)
    teachers = district.teachers_of.get(school_class.pk, [])
    if not teachers:
        return
    own = school_class.pk == district.the_class.pk
    texts = [*LITTLE_ONES, *CLASS_POSTS[:3]] if school_class.stage == Stage.KINDERGARTEN else list(CLASS_POSTS)
    chosen = texts if own else district.rng.sample(texts, min(len(texts), district.rng.randint(4, 7)))
    ages = sorted(district.rng.sample(range(DAYS), len(chosen)), reverse=True)
    for age, text in zip(ages, chosen, strict=True):
        # The head teacher speaks most of the time.
        writer = teachers[0] if district.rng.random() < 0.75 else district.rng.choice(teachers)
        builder.add_message(draft, builder.teacher(writer, school_class.pk), builder.moment(age), text)
    families = [person for pupil in district.pupils_in[school_class.pk] for person in district.guardians_of[pupil.pk]]
    draft.readers = [*teachers, *families]
    for person in families:
        draft.unread[person.pk] = district.rng.choice((0, 0, 0, 1, 2))
    if own:
        draft.unread[district.person(LIN_LAN).pk] = 2
