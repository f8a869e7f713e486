"""Conversations of the demo district: of every class, of the demo people's children and of a hundred others."""

from cocare.core import clock
from cocare.people.seeding.demo_district import DemoDistrict

from .seeding.child_threads import add_child_threads
from .seeding.class_conversations import add_class_conversations
from .seeding.conversation_builder import ConversationBuilder
from .seeding.direct_conversations import add_direct_conversations
from .seeding.pictures import add_picture
from .services import open_missing_conversations


def seed(district: DemoDistrict) -> None:
    """Put the last three weeks' conversations into the district, dated back from `district.now`."""
    with clock.freeze(district.now):
        builder = ConversationBuilder(district)
        add_class_conversations(builder)
        add_child_threads(builder)
        add_direct_conversations(builder)
        builder.write()
        add_picture(builder)
        open_missing_conversations()
