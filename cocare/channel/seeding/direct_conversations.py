from datetime import timedelta

from cocare.people.enums import Capacity
from cocare.people.seeding.cast import LUO_PING, ZHOU_JING

from ..kinds import DIRECT
from ..models import Participant
from .conversation_builder import ConversationBuilder
from .texts import COLLEAGUES


def add_direct_conversations(builder: ConversationBuilder) -> None:
    """The head teacher and a colleague have a word about the week."""
    district = builder.district
    two = [district.person(ZHOU_JING), district.person(LUO_PING)]
    both = [Participant(person=person, capacity=Capacity.TEACHER) for person in two]
    draft = builder.open(DIRECT, both)
    draft.readers = two
    for participant in both:
        participant.conversation = draft.conversation
    builder.participants += both
    at = builder.moment(2, 12)
    for who, minutes, text in COLLEAGUES:
        at += timedelta(minutes=minutes)
        builder.add_message(draft, builder.teacher(two[who], district.the_class.pk), at, text)
