"""A post ends at once, and with it what it opened."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.people import queries
from cocare.people.enums import Capacity, Role
from cocare.people.models import Post
from tests import factories as make

from .posting import start_post

pytestmark = pytest.mark.django_db


def test_a_post_opens_the_class_and_its_end_closes_it(cast, newcomer, heard):
    assert start_post(cast).status_code == 303
    actor = make.actor(newcomer, Capacity.TEACHER)
    assert cast.xiaoman in queries.pupils(actor)
    post = Post.objects.get(person=newcomer)
    url = reverse("people:post.end", args=[post.pk])
    assert make.client(cast.principal).post(url).status_code == 303
    assert not queries.pupils(actor).exists()
    assert heard["authority"] == [newcomer.pk, newcomer.pk]


def test_a_colleague_in_leadership_is_seen_but_not_ended(cast):
    vice = make.post(Role.MORAL_VICE_PRINCIPAL, cast.school)
    url = reverse("people:post.end", args=[vice.posts.get().pk])
    assert make.client(cast.principal).post(url).status_code == 403


def test_a_post_of_tomorrow_can_be_taken_back(cast, newcomer):
    tomorrow = clock.today() + timedelta(days=1)
    start_post(cast, since=tomorrow.isoformat())
    post = Post.objects.get(person=newcomer)
    make.client(cast.principal).post(reverse("people:post.end", args=[post.pk]))
    with clock.freeze(clock.now() + timedelta(days=2)):
        assert not queries.pupils(make.actor(newcomer, Capacity.TEACHER)).exists()
