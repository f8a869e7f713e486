"""Posts: begun and ended by who may, open doors from the first day to the last."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.people import queries
from cocare.people.enums import Capacity, Role
from cocare.people.models import Post
from tests import factories as make

pytestmark = pytest.mark.django_db
PHONE = "13900003333"


@pytest.fixture
def newcomer(cast):
    person = make.person("新老师")
    make.account(person, f"+86{PHONE}")
    return person


def form(cast, **given):
    return {
        "phone": PHONE,
        "role": Role.SUBJECT_TEACHER,
        "school_class": cast.class_2.pk,
        "subject": "英语",
        "since": clock.today().isoformat(),
        **given,
    }


def start(cast, who=None, at=None, **given):
    url = reverse("people:post.create", args=[(at or cast.school).pk])
    return make.client(who or cast.principal).post(url, form(cast, **given))


def test_a_post_opens_the_class_and_its_end_closes_it(cast, newcomer, heard):
    assert start(cast).status_code == 303
    actor = make.actor(newcomer, Capacity.TEACHER)
    assert cast.xiaoman in queries.pupils(actor)
    post = Post.objects.get(person=newcomer)
    url = reverse("people:post.end", args=[post.pk])
    assert make.client(cast.principal).post(url).status_code == 303
    assert not queries.pupils(actor).exists()
    assert heard["authority"] == [newcomer.pk, newcomer.pk]


def test_the_same_twice_is_one_post(cast, newcomer):
    start(cast)
    start(cast)
    assert Post.objects.filter(person=newcomer).count() == 1


def test_one_head_teacher_at_a_time(cast, newcomer):
    answer = start(cast, role=Role.HEAD_TEACHER)
    assert answer.status_code == 422
    assert "school_class" in answer.context["form"].errors


def test_a_school_gives_no_leading_post_and_the_administrator_does(cast, newcomer):
    assert start(cast, role=Role.PRINCIPAL).status_code == 422
    assert start(cast, who=cast.administrator, role=Role.PRINCIPAL).status_code == 303
    assert Post.objects.get(person=newcomer).school_class is None


def test_nobody_gives_oneself_a_post(cast):
    make.account(cast.administrator, "+8613900004444")
    answer = start(cast, who=cast.administrator, phone="13900004444", role=Role.AUDIT_ADMINISTRATOR)
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
    answer = start(cast, **{field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Post.objects.filter(person=newcomer).exists()


def test_a_class_of_another_school_is_no_choice(cast, newcomer):
    assert start(cast, school_class=cast.other_class.pk).status_code == 422


def test_another_schools_posts_are_not_there(cast):
    assert start(cast, who=cast.other_principal).status_code == 404
    listed = make.client(cast.principal).get(reverse("people:post.list"))
    assert {post.organisation for post in listed.context["page"]} == {cast.school}
    other = reverse("people:post.end", args=[cast.other_principal.posts.get().pk])
    assert make.client(cast.principal).post(other).status_code == 404


def test_a_colleague_in_leadership_is_seen_but_not_ended(cast):
    vice = make.post(Role.MORAL_VICE_PRINCIPAL, cast.school)
    url = reverse("people:post.end", args=[vice.posts.get().pk])
    assert make.client(cast.principal).post(url).status_code == 403


def test_a_post_of_tomorrow_can_be_taken_back(cast, newcomer):
    tomorrow = clock.today() + timedelta(days=1)
    start(cast, since=tomorrow.isoformat())
    post = Post.objects.get(person=newcomer)
    make.client(cast.principal).post(reverse("people:post.end", args=[post.pk]))
    with clock.freeze(clock.now() + timedelta(days=2)):
        assert not queries.pupils(make.actor(newcomer, Capacity.TEACHER)).exists()


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


def test_organisations_queries_do_not_grow(cast, count_queries):
    browser, url = make.client(cast.administrator), reverse("people:organisation.list")
    one = count_queries(browser, url)
    for _ in range(30):
        make.organisation(group=make.organisation())
    assert count_queries(browser, url) == one
