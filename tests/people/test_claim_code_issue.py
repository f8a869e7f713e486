"""A slip with a claim code: shown once."""

import pytest

from cocare.people.models import ClaimCode
from tests import factories as make

from .posting import issue_slip

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["zhou_jing", "principal"])
def test_a_slip_shows_its_code_once_and_it_works(cast, who):
    answer = issue_slip(getattr(cast, who), cast.yuze)
    text = answer.context["text"]
    assert text in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    newcomer = make.client(make.person("新来"))
    assert newcomer.post("/people/children/claim/", {"code": text}).status_code == 303


def test_a_second_slip_of_the_same_relation_replaces_the_first(cast):
    first, second = (issue_slip(cast.zhou_jing, cast.yuze).context["text"] for _ in range(2))
    newcomer = make.client(make.person("新来"))
    assert newcomer.post("/people/children/claim/", {"code": first}).status_code == 422
    assert newcomer.post("/people/children/claim/", {"code": second}).status_code == 303


def test_a_relation_that_is_none_gets_a_sentence(cast):
    assert issue_slip(cast.zhou_jing, cast.yuze, relation="<b>").status_code == 422
    assert not ClaimCode.objects.exists()
