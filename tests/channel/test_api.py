"""PROTOCOL over HTTP."""

import json
import uuid

import pytest
from django.test import Client

from cocare.channel import services
from cocare.channel.models import BODY_LIMIT, Message
from tests import factories as make

from .sending import send

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/conversations"


def post(client, url, data):
    return client.post(url, data if isinstance(data, str) else json.dumps(data), content_type="application/json")


def test_the_conversations_of_a_person(cast, thread, room):
    send(cast.zhou_jing, thread)
    answer = make.client(cast.lin_lan).get(ROOT).json()
    assert answer["next"] is None
    assert answer["items"][0] == {
        "id": str(thread.pk),
        "kind": "family",
        "title": "许小满",
        "version": 1,
        "unread": 1,
        "child": str(cast.xiaoman.pk),
    }
    assert answer["items"][1]["title"] == "三年级2班"
    assert make.client(cast.xu_heng).get(ROOT).json() == {"items": [], "next": None}


def test_sending_answers_201_then_200(cast, thread):
    client, url = make.client(cast.lin_lan), f"{ROOT}/{thread.pk}/messages"
    data = {"client_id": str(uuid.uuid4()), "body": "老师好"}
    first, again = post(client, url, data), post(client, url, {**data, "reply_to": None, "files": []})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert set(first.json()) >= {
        "id",
        "seq",
        "author",
        "kind",
        "body",
        "reply_to",
        "files",
        "sent_at",
        "edited_at",
        "recalled",
    }
    changes = client.get(url, {"since": 0}).json()
    assert changes == {"version": 1, "changes": [first.json()], "refresh": False}
    assert client.get(url, {"since": 1}).json()["changes"] == []


def test_too_far_behind_is_told_to_refresh(cast, thread):
    from cocare.channel.services.posting import post_batch

    from .sending import item

    post_batch([item(cast.lin_lan, thread) for _ in range(201)])
    answer = make.client(cast.lin_lan).get(f"{ROOT}/{thread.pk}/messages").json()
    assert answer == {"version": 201, "changes": [], "refresh": True}
    assert len(make.client(cast.lin_lan).get(f"{ROOT}/{thread.pk}/messages?since=1").json()["changes"]) == 200


def test_reading(cast, thread):
    for _ in range(3):
        send(cast.zhou_jing, thread)
    client = make.client(cast.lin_lan)
    assert post(client, f"{ROOT}/{thread.pk}/read", {"through": 2}).json() == {"unread": 1}


GOOD = {"client_id": "018f0000-0000-7000-8000-000000000001", "body": "好"}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({**GOOD, "body": ""}, "body"),
        ({**GOOD, "body": "长" * (BODY_LIMIT + 1)}, "body"),
        ({**GOOD, "body": 7}, "body"),
        ({**GOOD, "body": ["x"]}, "body"),
        ({**GOOD, "body": {"a": 1}}, "body"),
        ({**GOOD, "body": True}, "body"),
        ({**GOOD, "body": "\ud800"}, "body"),
        ({**GOOD, "body": "a\x00"}, "body"),
        ({"body": "好"}, "client_id"),
        ({**GOOD, "client_id": 5}, "client_id"),
        ({**GOOD, "reply_to": "x"}, "reply_to"),
        ({**GOOD, "reply_to": str(uuid.uuid4())}, "reply_to"),
        ({**GOOD, "files": "x"}, "files"),
        ({**GOOD, "files": ["x"]}, "files"),
        ({**GOOD, "files": [{}]}, "files"),
        ({**GOOD, "files": [str(uuid.uuid4()) for _ in range(10)]}, "files"),
    ],
)
def test_a_wrong_field_is_named_in_a_problem_document(cast, thread, data, field):
    answer = post(make.client(cast.lin_lan), f"{ROOT}/{thread.pk}/messages", data)
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid"
    assert list(answer.json()["fields"]) == [field]
    assert Message.objects.count() == 0


@pytest.mark.parametrize("body", ["", "[]", "{", "null", '"x"', "7"])
def test_what_is_no_object_is_refused(cast, thread, body):
    answer = post(make.client(cast.lin_lan), f"{ROOT}/{thread.pk}/messages", body)
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_file_that_is_not_ones_own_is_not_found(cast, thread):
    answer = post(make.client(cast.lin_lan), f"{ROOT}/{thread.pk}/messages", {**GOOD, "files": [str(uuid.uuid4())]})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert Message.objects.count() == 0


def test_who_may_what(cast, thread, room):
    url = f"{ROOT}/{thread.pk}/messages"
    for who in (cast.xu_heng, cast.he_miao, cast.stranger, cast.former_teacher, cast.principal, cast.administrator):
        client = make.client(who)
        assert client.get(url).status_code == 404, who.name
        assert post(client, url, GOOD).status_code == 404, who.name
        assert post(client, f"{ROOT}/{thread.pk}/read", {"through": 1}).status_code == 404, who.name
    refused = post(make.client(cast.lin_lan), f"{ROOT}/{room.pk}/messages", GOOD)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    for pk in ("x", str(uuid.uuid4()), str(cast.lin_lan.pk)):
        assert make.client(cast.lin_lan).get(f"{ROOT}/{pk}/messages").status_code == 404
    assert Client().get(url).status_code == 401


def test_the_session_needs_its_token(cast, thread):
    client = Client(enforce_csrf_checks=True)
    client.cookies = make.client(cast.lin_lan).cookies
    assert post(client, f"{ROOT}/{thread.pk}/messages", GOOD).status_code == 403
    assert Message.objects.count() == 0


@pytest.mark.parametrize("through", ["x", -1, True, None, [], {}, 2**60, 1.5])
def test_a_wrong_mark_is_refused(cast, thread, through):
    answer = post(make.client(cast.lin_lan), f"{ROOT}/{thread.pk}/read", {"through": through})
    assert answer.status_code == 422


@pytest.mark.parametrize("since", ["x", "-1", "9" * 40])
def test_a_wrong_since_is_refused(cast, thread, since):
    assert make.client(cast.lin_lan).get(f"{ROOT}/{thread.pk}/messages", {"since": since}).status_code == 422


def test_threads_open_by_the_api_as_well(cast):
    services.open_missing_conversations()
    assert len(make.client(cast.lin_lan).get(ROOT).json()["items"]) == 2
