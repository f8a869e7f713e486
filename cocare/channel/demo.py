"""Conversations of the demo district: every class's, those of the demo people's children and of a hundred others."""

from cocare.core import clock
from cocare.people.seeding.world import World

from .seeding.classes import add_class_rooms
from .seeding.directs import add_directs
from .seeding.families import add_threads
from .seeding.pictures import add_picture
from .seeding.scribe import Scribe


def seed(world: World) -> None:
    """Put the last three weeks' talk into the district, dated back from `world.now`."""
    with clock.freeze(world.now):
        scribe = Scribe(world)
        add_class_rooms(scribe)
        add_threads(scribe)
        add_directs(scribe)
        scribe.write()
        add_picture(scribe)
