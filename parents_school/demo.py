"""The parent school of the demo district: twenty published courses, two being worked on, and families who learn."""

from cocare.people.demo import DemoDistrict

from .seeding.courses import add_courses_in_progress, add_published_courses
from .seeding.learners import add_learners


def seed(district: DemoDistrict) -> None:
    """Fill the parent school. Videos are drawn once and kept in the data folder."""
    courses = add_published_courses(district)
    add_courses_in_progress(district)
    add_learners(district, courses)
