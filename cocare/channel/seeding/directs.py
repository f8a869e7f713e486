from datetime import timedelta

from cocare.people.enums import Capacity
from cocare.people.models import Person
from cocare.people.seeding.cast import LUO_PING, ZHOU_JING

from ..enums import Kind
from ..models import Participant
from .scribe import Scribe
from .texts import COLLEAGUES


def add_directs(scribe: Scribe) -> None:
    """The head teacher and a colleague have a word about the week."""
    district = scribe.district
    two = [district.person(ZHOU_JING), district.person(LUO_PING)]
    pair = "|".join(sorted(f"{person.pk}:{Capacity.TEACHER}" for person in two))
    talk = scribe.open(kind=Kind.DIRECT, pair=pair)
    talk.readers = two
    scribe.participants += [_participant(talk.conversation, person) for person in two]
    at = scribe.moment(2, 12)
    for who, minutes, text in COLLEAGUES:
        at += timedelta(minutes=minutes)
        scribe.say(talk, scribe.teacher(two[who], district.the_class.pk), at, text)


def _participant(conversation, person: Person) -> Participant:
    return Participant(conversation=conversation, person=person, capacity=Capacity.TEACHER)
