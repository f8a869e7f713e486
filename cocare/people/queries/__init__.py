"""Reads about people: who a signed-in person can act as, and whom they may see."""

from .audit_events import audit_trail
from .capacities import actor_for, capacities, capacities_by_person
from .contributions import search, today
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
from .organisation_posts import organisations, posts, posts_of
from .permissions import is_allowed
from .persons import names_by_person, own_name, own_person, people, person_by_phone
from .school_classes import classes, parallel_classes, present_enrolment, roster, teaching_posts

__all__ = [
    "actor_for",
    "audit_trail",
    "capacities",
    "capacities_by_person",
    "care_arrangements_of",
    "children",
    "classes",
    "endable_guardianships",
    "guardianship_changes_of",
    "guardianships",
    "is_allowed",
    "names_by_person",
    "organisations",
    "own_name",
    "own_person",
    "parallel_classes",
    "people",
    "person_by_phone",
    "posts",
    "posts_of",
    "present_enrolment",
    "pupils",
    "restrictions_of",
    "roster",
    "search",
    "teaching_posts",
    "today",
    "unrestricted_guardianships",
    "with_pupil_and_person",
]
