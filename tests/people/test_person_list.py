"""The list of people, for the administrator."""

import pytest
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_found_by_name_or_whole_number_which_stays_masked(cast, admin):
    make.account(cast.lin_lan, "+8613900005555")
    url = reverse("people:person.list")
    by_name, by_number = (admin.get(url, {"q": text}) for text in ("林岚", "139 0000 5555"))
    assert list(by_name.context["page"]) == list(by_number.context["page"]) == [cast.lin_lan]
    assert "13900005555" not in by_name.content.decode()
    assert "5555" in by_name.content.decode()
    assert not admin.get(url, {"q": "<script>"}).context["page"].object_list


def test_paged_and_queries_do_not_grow(cast, admin, count_queries):
    url = reverse("people:person.list")
    one = count_queries(admin, url)
    for _ in range(30):
        make.account(make.person())
    assert count_queries(admin, url) == one
    assert len(admin.get(url).context["page"]) == 30
