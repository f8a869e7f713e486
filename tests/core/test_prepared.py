"""A kept rule answers what the rule itself answers, for everybody and everything."""

import pytest

from cocare.channel import rules as channel_rules
from cocare.channel import services
from cocare.channel.models import Conversation
from cocare.core import clock
from cocare.core.access import Rule, visible
from cocare.core.prepared import visible_keys
from cocare.people import rules
from cocare.people.models import Pupil, SchoolClass
from tests import factories as make
from tests.access import WALKERS

RULES = [
    (Conversation, channel_rules.member),
    (Conversation, channel_rules.post_to),
    (Pupil, rules.sees_pupil),
    (SchoolClass, rules.sees_class),
]


@pytest.mark.parametrize(("model", "rule"), RULES, ids=lambda one: getattr(one, "name", None))
def test_kept_rules_agree_with_the_rules(cast, model, rule):
    for child in (cast.xiaoman, cast.yuze, cast.other_child):
        services.family_conversation(child)
    for one in (cast.class_2, cast.other_class):
        services.class_conversation(one)
    keys = list(model.objects.values_list("pk", flat=True))
    seen = 0
    for who, capacity in WALKERS.values():
        actor = make.actor(who(cast), capacity)
        expected = set(visible(model, actor, rule).values_list("pk", flat=True))
        # Twice: compiled, and kept; and once more for somebody else who acts in the same capacity.
        assert visible_keys(model, actor, keys, rule) == expected, who
        assert visible_keys(model, actor, keys, rule) == expected, who
        seen += len(expected)
    assert seen, "nobody saw anything: nothing was compared"


def test_it_costs_one_query_and_knows_the_day(cast, django_assert_num_queries):
    teacher = make.actor(cast.luo_ping)
    keys = [cast.class_2.pk, cast.other_class.pk]
    visible_keys(SchoolClass, teacher, keys, rules.sees_class)
    with django_assert_num_queries(1):
        assert visible_keys(SchoolClass, teacher, keys, rules.sees_class) == set(keys)
    with clock.freeze(clock.now().replace(year=2019)):
        assert visible_keys(SchoolClass, teacher, keys, rules.sees_class) == set()


def test_a_rule_that_can_not_be_kept_is_asked_itself(cast):
    from django.db.models import Q

    named = Rule("by name", lambda actor: Q(name__contains=str(actor.person_id)))
    asking = Rule("asks", lambda actor: Q(pk__in=[cast.xiaoman.pk] if Pupil.objects.exists() else []))
    actor = make.actor(cast.lin_lan)
    assert visible_keys(Pupil, actor, [cast.xiaoman.pk], named) == set()
    assert visible_keys(Pupil, actor, [cast.xiaoman.pk, cast.yuze.pk], asking) == {cast.xiaoman.pk}
