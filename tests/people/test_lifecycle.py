"""The way of a document about a guardian is the table, and nothing else."""

import pytest

from cocare.people.enums import GuardianshipStepTaker
from cocare.people.lifecycle import CHANGE
from cocare.people.models import GuardianshipChange
from tests import factories as make
from tests.core.lifecycle_walk import walk

from .posting import document, guardianship_of

pytestmark = pytest.mark.django_db


def test_every_step_is_the_tables(cast):
    def make_change(state):
        facts = {**document(), "guardianship": guardianship_of(cast.he_miao), "submitted_by": cast.principal}
        return GuardianshipChange.objects.create(state=state, **facts)

    # Whoever is none of the table's people takes no step at all.
    people = {GuardianshipStepTaker.LEADERSHIP: make.actor(cast.principal)}
    for name in ("other_principal", "zhou_jing", "he_miao", "administrator"):
        people[name] = make.actor(getattr(cast, name))
    walk(CHANGE, make=make_change, people=people)
