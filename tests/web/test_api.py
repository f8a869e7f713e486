"""The API's root: who may call, what an error looks like, tokens, health."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from cocare.people.enums import Capacity
from cocare.web.models import ApiToken
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_me_tells_who_acts_and_for_which_children(cast):
    assert make.client(cast.zhou_jing, Capacity.TEACHER).get("/api/v1/me").json() == {
        "person": str(cast.zhou_jing.pk),
        "name": "周静",
        "capacity": "teacher",
        "capacities": ["guardian", "teacher"],
        "children": [],
    }
    children = make.client(cast.lin_lan).get("/api/v1/me").json()["children"]
    assert children == [{"id": str(cast.xiaoman.pk), "name": "许小满"}]
    assert make.client(cast.xu_heng).get("/api/v1/me").json()["children"] == []


def test_who_is_not_signed_in_gets_a_problem_and_no_redirect():
    answer = Client().get("/api/v1/me")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_writing_with_a_session_needs_the_csrf_token(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.account(cast.lin_lan), backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post(f"/api/v1/conversations/{cast.lin_lan.pk}/read", {"through": 1}, "application/json")
    assert answer.status_code == 403


@pytest.mark.parametrize("body", ["", "[]", "{", '"text"', "null"])
def test_what_is_not_json_is_a_problem_with_a_code(cast, body):
    answer = make.client(cast.lin_lan).post(
        f"/api/v1/conversations/{cast.lin_lan.pk}/messages", body, content_type="application/json"
    )
    assert answer.status_code in (400, 422)
    assert json.loads(answer.content)["code"] == "invalid"


def token_of(page: str) -> str:
    return page.split('id="token" value="')[1].split('"', maxsplit=1)[0]


def make_token(browser: Client, label: str = "门禁机") -> str:
    return token_of(browser.post(reverse("web:token.make"), {"label": label}).content.decode())


def bearer(token: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {token}"})


def test_a_token_acts_as_its_owner_until_it_is_withdrawn(cast):
    browser = make.client(cast.zhou_jing, Capacity.TEACHER)
    token = make_token(browser)
    assert bearer(token).get("/api/v1/me").json()["capacity"] == "teacher"
    browser.post(reverse("web:token.withdraw", args=[ApiToken.objects.get().pk]))
    assert bearer(token).get("/api/v1/me").status_code == 401


def test_a_token_ends_with_the_post_that_it_acts_in(cast):
    token = make_token(make.client(cast.luo_ping))
    cast.luo_ping.posts.update(until=make.yesterday())
    assert bearer(token).get("/api/v1/me").status_code == 401


def test_a_token_ends_with_its_account(cast):
    token = make_token(make.client(cast.luo_ping))
    type(make.account(cast.luo_ping)).objects.update(is_active=False)
    assert bearer(token).get("/api/v1/me").status_code == 401


def test_only_the_digest_is_kept_and_nobody_ends_anothers_token(cast):
    token = make_token(make.client(cast.luo_ping))
    row = ApiToken.objects.get()
    assert token not in str(vars(row))
    assert make.client(cast.lin_lan).post(reverse("web:token.withdraw", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("label", ["", " ", "字" * 61])
def test_a_token_needs_a_short_label(cast, label):
    answer = make.client(cast.luo_ping).post(reverse("web:token.make"), {"label": label})
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_health_says_well_or_not_and_details_only_to_who_shows_the_token(settings):
    settings.HEALTH_TOKEN = "secret-of-the-monitor"
    assert set(Client().get("/api/v1/health").json()) == {"ok"}
    told = Client(headers={"Authorization": "Bearer secret-of-the-monitor"}).get("/api/v1/health").json()
    assert set(told) == {"ok", "database", "layer", "worker", "disk"}
    assert told["database"] is True
    assert told["worker"] is False
