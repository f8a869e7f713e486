"""The list of one's classes."""

import pytest
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_list_has_the_own_classes_only(cast, count_queries):
    browser, url = make.client(cast.luo_ping), reverse("people:class.list")
    two = count_queries(browser, url)
    assert set(browser.get(url).context["page"]) == {cast.class_2, cast.other_class}
    for _ in range(29):
        make.teacher(make.school_class(cast.school), who=cast.luo_ping)
    assert count_queries(browser, url) == two
