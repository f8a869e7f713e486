from cocare.people.enums import Stage
from cocare.people.models import SchoolClass
from cocare.people.seeding.cast import LIN_LAN

from ..enums import Kind
from .scribe import Scribe
from .texts import CLASS_POSTS, LITTLE_ONES

DAYS = 21


def add_class_rooms(scribe: Scribe) -> None:
    """Every class has its conversation, with some weeks of its teachers' posts in it."""
    for room in scribe.district.classes:
        _add(scribe, room)


def _add(scribe: Scribe, room: SchoolClass) -> None:
    district = scribe.district
    talk = scribe.open(kind=Kind.CLASS, school_class=room)
    teachers = district.teachers_of.get(room.pk, [])
    if not teachers:
        return
    own = room.pk == district.the_class.pk
    texts = [*LITTLE_ONES, *CLASS_POSTS[:3]] if room.stage == Stage.KINDERGARTEN else list(CLASS_POSTS)
    chosen = texts if own else district.rng.sample(texts, min(len(texts), district.rng.randint(4, 7)))
    ages = sorted(district.rng.sample(range(DAYS), len(chosen)), reverse=True)
    for age, text in zip(ages, chosen, strict=True):
        # The head teacher speaks most of the time.
        writer = teachers[0] if district.rng.random() < 0.75 else district.rng.choice(teachers)
        scribe.say(talk, scribe.teacher(writer, room.pk), scribe.moment(age), text)
    families = [person for pupil in district.pupils_in[room.pk] for person in district.guardians_of[pupil.pk]]
    talk.readers = [*teachers, *families]
    for person in families:
        talk.unread[person.pk] = district.rng.choice((0, 0, 0, 1, 2))
    if own:
        talk.unread[district.person(LIN_LAN).pk] = 2
