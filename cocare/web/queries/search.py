"""Search: every room looks among what this person may see, and nowhere else."""

from cocare.channel import queries as channel
from cocare.core.access import Actor
from cocare.core.contributions import SearchHit
from cocare.people import queries as people
from events.queries import offers as events
from parents_school import queries as parents_school

ROOMS = (people, channel, parents_school, events)
SHORTEST = 2
LONGEST = 60


def search(actor: Actor, text: str) -> list[SearchHit]:
    """The hits for `text` (SHORTEST to LONGEST characters), room by room."""
    return [hit for room in ROOMS for hit in room.search(actor, text)]
