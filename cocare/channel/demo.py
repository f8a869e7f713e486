"""Conversations of the demo district: every class's, those of the demo people's children and of a hundred others."""

from cocare.core import clock
from cocare.people.seeding.demo_district import DemoDistrict

from .seeding.classes import add_class_rooms
from .seeding.directs import add_directs
from .seeding.families import add_threads
from .seeding.pictures import add_picture
from .seeding.scribe import Scribe


def seed(district: DemoDistrict) -> None:
    """Put the last three weeks' talk into the district, dated back from `district.now`."""
    with clock.freeze(district.now):
        scribe = Scribe(district)
        add_class_rooms(scribe)
        add_threads(scribe)
        add_directs(scribe)
        scribe.write()
        add_picture(scribe)
