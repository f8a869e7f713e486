"""A post is given, by who may give it."""

import pytest
from django.urls import reverse

from cocare.people.enums import Role
from cocare.people.models import Post
from tests import factories as make

from .posting import start_post

pytestmark = pytest.mark.django_db


def test_the_same_twice_is_one_post(cast, newcomer):
    start_post(cast)
    start_post(cast)
    assert Post.objects.filter(person=newcomer).count() == 1


def test_one_head_teacher_at_a_time(cast, newcomer):
    answer = start_post(cast, role=Role.HEAD_TEACHER)
    assert answer.status_code == 422
    assert "school_class" in answer.context["form"].errors


def test_a_school_gives_no_leading_post_and_the_administrator_does(cast, newcomer):
    assert start_post(cast, role=Role.PRINCIPAL).status_code == 422
    assert start_post(cast, who=cast.administrator, role=Role.PRINCIPAL).status_code == 303
    assert Post.objects.get(person=newcomer).school_class is None


def test_nobody_gives_oneself_a_post(cast):
    make.account(cast.administrator, "+8613900004444")
    answer = start_post(cast, who=cast.administrator, phone="13900004444", role=Role.AUDIT_ADMINISTRATOR)
    assert answer.status_code == 409
    own = reverse("people:post.end", args=[cast.administrator.posts.get().pk])
    make.client(cast.administrator).post(own)
    assert cast.administrator.posts.get().holds


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", ""),
        ("phone", "13900009999"),
        ("phone", "<i>1</i>"),
        ("role", "king"),
        ("school_class", ""),
        ("school_class", "not an id"),
        ("subject", "x" * 21),
        ("since", ""),
        ("since", "9999-01-01"),
        ("until", "2020-01-01"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field(cast, newcomer, field, value):
    answer = start_post(cast, **{field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Post.objects.filter(person=newcomer).exists()


def test_a_class_of_another_school_is_no_choice(cast, newcomer):
    assert start_post(cast, school_class=cast.other_class.pk).status_code == 422
