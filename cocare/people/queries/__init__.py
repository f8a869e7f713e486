"""Reads about people: who a signed-in person can act as, and whom they may see."""

from .accounts import actor_for, capacities, capacities_of, name_of, names_of, people, person_by_phone, person_of
from .audit_events import audit_trail
from .families import (
    care_arrangements_of,
    children,
    endable_guardianships,
    guardianship_changes_of,
    guardianships,
    pupils,
    restrictions_of,
    unrestricted_guardianships,
    with_pupil_and_person,
)
from .home import search, today
from .organisation_posts import organisations, posts, posts_of
from .permissions import is_allowed
from .school_classes import classes, enrolment_of, parallel_classes, roster, teachers_of

__all__ = [
    "actor_for",
    "audit_trail",
    "capacities",
    "capacities_of",
    "care_arrangements_of",
    "children",
    "classes",
    "endable_guardianships",
    "enrolment_of",
    "guardianship_changes_of",
    "guardianships",
    "is_allowed",
    "name_of",
    "names_of",
    "organisations",
    "parallel_classes",
    "people",
    "person_by_phone",
    "person_of",
    "posts",
    "posts_of",
    "pupils",
    "restrictions_of",
    "roster",
    "search",
    "teachers_of",
    "today",
    "unrestricted_guardianships",
    "with_pupil_and_person",
]
