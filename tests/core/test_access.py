import pytest

from cocare.core.access import ANONYMOUS, anyone, asked_once, load, nobody, signed_in, visible
from cocare.core.errors import Forbidden, NotFound
from cocare.core.ids import uuid7
from cocare.people import rules
from cocare.people.models import Pupil, SchoolClass
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_what_is_invisible_and_what_is_absent_look_alike(cast):
    stranger = make.actor(cast.stranger)
    for pk in (cast.xiaoman.pk, uuid7(), "no-id", ""):
        with pytest.raises(NotFound) as refusal:
            load(Pupil, stranger, pk, see=rules.sees_pupil)
        assert str(refusal.value.text) == str(NotFound.text)


def test_visible_but_not_allowed_is_forbidden(cast):
    with pytest.raises(Forbidden):
        load(SchoolClass, make.actor(cast.lin_lan), cast.class_2.pk, see=rules.sees_class, act=rules.head_of_class)


def test_one_query_decides_both(cast, django_assert_num_queries):
    """What the actor reaches is asked once a request; then each object is one query."""
    actor = make.actor(cast.zhou_jing)
    with asked_once():
        load(SchoolClass, actor, cast.class_2.pk, see=rules.sees_class, act=rules.head_of_class)
        with django_assert_num_queries(1):
            load(SchoolClass, actor, cast.class_2.pk, see=rules.sees_class, act=rules.head_of_class)


def test_rules_compose(cast):
    actor = make.actor(cast.zhou_jing)

    def rows(rule):
        return visible(SchoolClass, actor, rule).count()

    assert rows(anyone) == 2
    assert rows(nobody) == 0
    assert rows(~nobody & signed_in) == 2
    assert rows(rules.teaches_class) == 1
    assert rows(~rules.teaches_class) == 1
    assert rows(rules.teaches_class | ~rules.teaches_class) == 2
    assert visible(SchoolClass, ANONYMOUS, signed_in).count() == 0


def test_a_rule_that_breaks_is_a_failure_and_no_refusal(cast):
    broken = type(anyone)("broken", lambda actor: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load(Pupil, make.actor(cast.lin_lan), cast.xiaoman.pk, see=broken | rules.sees_pupil)
