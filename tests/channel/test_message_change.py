"""Editing and taking back by page: message_edit, message_recall, message_show."""

from datetime import timedelta

import pytest
from django.test import Client

from cocare.channel.models import BODY_LIMIT, Message
from cocare.core import clock
from tests import factories as make

from .sending import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(cast, thread):
    return Message.objects.get(pk=send(cast.lin_lan, thread, "明天八点").message["id"])


def test_a_text_is_changed_and_says_so(cast, thread, message):
    client = make.client(cast.lin_lan)
    assert client.post(f"/channel/message/{message.pk}/edit/", {"body": "明天九点"}).status_code == 303
    page = client.get(f"/channel/{thread.pk}/").content.decode()
    assert "明天九点" in page
    assert "改过" in page


@pytest.mark.parametrize("body", [None, "", " ", "长" * (BODY_LIMIT + 1), "a\x00b"])
def test_a_wrong_change_changes_nothing(cast, message, body):
    answer = make.client(cast.lin_lan).post(
        f"/channel/message/{message.pk}/edit/", {} if body is None else {"body": body}
    )
    assert answer.status_code == 422
    assert Message.objects.get().body == "明天八点"


def test_after_the_window_it_says_so(cast, message):
    Message.objects.update(sent_at=clock.now() - timedelta(minutes=3))
    client = make.client(cast.lin_lan)
    answer = client.post(f"/channel/message/{message.pk}/edit/", {"body": "九点"})
    assert answer.status_code == 409
    assert "已过了可以撤回或修改的时间" in answer.content.decode()
    client.post(f"/channel/message/{message.pk}/recall/")
    assert Message.objects.get().body == "明天八点"


def test_taking_back_twice_is_once(cast, message):
    client = make.client(cast.lin_lan)
    for _ in range(2):
        assert client.post(f"/channel/message/{message.pk}/recall/").status_code == 303
    assert Message.objects.get().version == 2


def test_only_posts_change_anything(cast, message):
    client = make.client(cast.lin_lan)
    assert client.get(f"/channel/message/{message.pk}/recall/").status_code == 405
    assert client.delete(f"/channel/message/{message.pk}/edit/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(f"/channel/message/{message.pk}/recall/").status_code == 403


def test_what_can_be_done_is_offered(cast, thread, room, message):
    own = make.client(cast.lin_lan).get(f"/channel/message/{message.pk}/").content.decode()
    assert "撤回" in own
    assert "修改文字" in own
    other = make.client(cast.zhou_jing, "teacher").get(f"/channel/message/{message.pk}/").content.decode()
    assert "引用回复" in other
    assert "修改文字" not in other
    post = send(cast.zhou_jing, room, "周五家长会").message["id"]
    read = make.client(cast.lin_lan).get(f"/channel/message/{post}/", headers={"HX-Request": "true"}).content.decode()
    assert "到许小满的会话里回复" in read
    assert "<html" not in read
