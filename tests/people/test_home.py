"""What the home page and the search get from here."""

import pytest

from cocare.people import queries
from cocare.people.enums import (
    Capacity,
)
from tests import factories as make

from .posting import submit_document

pytestmark = pytest.mark.django_db


def test_what_waits_is_offered_to_the_leadership_only(cast):
    submit_document(cast, cast.he_miao)
    assert [item.waits for item in queries.today(make.actor(cast.principal))] == [True]
    for who in (cast.other_principal, cast.zhou_jing, cast.he_miao):
        assert queries.today(make.actor(who)) == []


def test_search_finds_what_may_be_seen(cast):
    def found(who, capacity=None):
        return [hit.title for hit in queries.search(make.actor(who, capacity), "小满")]

    assert found(cast.lin_lan) == found(cast.zhou_jing, Capacity.TEACHER) == ["许小满"]
    assert found(cast.xu_heng) == found(cast.stranger) == found(cast.former_teacher) == []
