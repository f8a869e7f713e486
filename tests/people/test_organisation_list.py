"""The list of schools and partners."""

import pytest
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_organisations_queries_do_not_grow(cast, count_queries):
    browser, url = make.client(cast.administrator), reverse("people:organisation.list")
    one = count_queries(browser, url)
    for _ in range(30):
        make.organisation(group=make.organisation())
    assert count_queries(browser, url) == one
