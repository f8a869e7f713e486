"""The list of posts, for who gives and ends them."""

import pytest
from django.urls import reverse

from cocare.people.enums import Role
from tests import factories as make

from .posting import start_post

pytestmark = pytest.mark.django_db


def test_another_schools_posts_are_not_there(cast):
    assert start_post(cast, who=cast.other_principal).status_code == 404
    listed = make.client(cast.principal).get(reverse("people:post.list"))
    assert {post.organisation for post in listed.context["page"]} == {cast.school}
    other = reverse("people:post.end", args=[cast.other_principal.posts.get().pk])
    assert make.client(cast.principal).post(other).status_code == 404


def test_lists_are_paged_filtered_and_their_queries_do_not_grow(cast, count_queries):
    browser, url = make.client(cast.administrator), reverse("people:post.list")
    one = count_queries(browser, url)
    for number in range(30):
        make.post(Role.COMMUNITY_WORKER, name=f"张{number}")
    assert count_queries(browser, url) == one
    assert len(browser.get(url).context["page"]) == 30
    assert len(browser.get(url, {"q": "张7"}).context["page"]) == 1
    assert {row.organisation for row in browser.get(url, {"at": cast.school.pk}).context["page"]} == {cast.school}
    assert browser.get(url, {"at": "x"}).status_code == 404
    assert browser.get(url, {"q": "y" * 500, "page": "zzz"}).status_code == 200
