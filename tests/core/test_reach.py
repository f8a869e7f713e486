"""What a person reaches is asked once a request, and anew as soon as a relation changes."""

import pytest
from django.db.models import Q

from cocare.core.access import ANONYMOUS, NOBODY, Reach, Rule, asked_once, reaches, through, visible, within
from cocare.core.validity_period import in_force
from cocare.people import rules, services
from cocare.people.models import Enrolment, Guardianship, Pupil
from tests import factories as make

pytestmark = pytest.mark.django_db

CHILDREN = Reach("own child", lambda person: Guardianship.objects.filter(in_force(), person=person), "pupil")
of_own_child = reaches(CHILDREN)


def test_a_set_is_asked_once_within_a_request(cast, django_assert_num_queries):
    mother = make.actor(cast.lin_lan)
    with asked_once(), django_assert_num_queries(3):
        assert visible(Pupil, mother, of_own_child).exists()
        assert visible(Enrolment, mother, through(of_own_child, Pupil, "pupil")).exists()
    with django_assert_num_queries(2):
        assert visible(Pupil, mother, of_own_child).exists()


def test_each_person_is_asked_for_themselves(cast):
    with asked_once():
        assert visible(Pupil, make.actor(cast.lin_lan), of_own_child).exists()
        assert not visible(Pupil, make.actor(cast.luo_ping), of_own_child).exists()
        assert not visible(Pupil, ANONYMOUS, of_own_child).exists()


def test_what_a_request_itself_takes_away_is_away_at_once(cast):
    mother, link = make.actor(cast.lin_lan), cast.xiaoman.guardianships.get(person=cast.lin_lan)
    with asked_once():
        assert visible(Pupil, mother, rules.family_of).filter(pk=cast.xiaoman.pk).exists()
        services.end_guardianship(actor=make.actor(cast.principal), guardianship=link, document_no="（2026）1号")
        assert not visible(Pupil, mother, rules.family_of).filter(pk=cast.xiaoman.pk).exists()


def test_whoever_reaches_nothing_asks_no_table(cast, django_assert_num_queries):
    stranger = make.actor(cast.luo_ping, "guardian")
    with asked_once(), django_assert_num_queries(1):
        assert not visible(Pupil, stranger, of_own_child).exists()
    assert within("pk", []) is NOBODY


def test_sets_are_united_and_negated(cast):
    mother = make.actor(cast.lin_lan)
    nothing = reaches(Reach("nothing", lambda person: Guardianship.objects.none(), "pupil"))
    assert set(visible(Pupil, mother, of_own_child | nothing)) == set(visible(Pupil, mother, of_own_child))
    others = visible(Pupil, mother, ~of_own_child)
    assert others.count() == Pupil.objects.count() - visible(Pupil, mother, of_own_child).count()
    either = through(of_own_child | Rule("any", lambda actor: Q(name="")), Pupil, "pupil")
    assert visible(Enrolment, mother, either).exists()
