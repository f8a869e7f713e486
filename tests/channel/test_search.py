import pytest

from cocare.channel import queries, services
from cocare.channel.models import Message, MessageWords
from cocare.channel.services import notifying
from cocare.core.contributions import SearchHit
from tests import factories as make

from .sending import send

pytestmark = pytest.mark.django_db


def found(who, text, capacity=None) -> list[SearchHit]:
    return queries.search(make.actor(who, capacity), text)


@pytest.mark.parametrize("text", ["雨", "中雨", "雨棚", "东侧雨棚", "Room 3", "room", "3b"])
def test_short_words_are_found_at_once_and_later(cast, thread, text):
    send(cast.zhou_jing, thread, "明早有中雨，请走东侧雨棚。Room 3B")
    assert [hit.title for hit in found(cast.lin_lan, text)] == ["许小满"]
    notifying.notify_waiting()
    assert MessageWords.objects.count() == 1
    assert [hit.title for hit in found(cast.lin_lan, text)] == ["许小满"]


def test_a_changed_text_is_found_by_its_new_words_only(cast, thread):
    sent = send(cast.lin_lan, thread, "明天八点")
    notifying.notify_waiting()
    message = Message.objects.get(pk=sent.message["id"])
    services.edit_message(actor=make.actor(cast.lin_lan), message=message, body="明天九点")
    assert len(found(cast.lin_lan, "九点")) == 1
    assert found(cast.lin_lan, "八点") == []
    services.recall_message(actor=make.actor(cast.lin_lan), message=message)
    assert found(cast.lin_lan, "九点") == []
    assert MessageWords.objects.get().words == ""


@pytest.mark.parametrize("text", ["棚雨", "西侧", "' | '", "\\", "a'b", "!", "%", "_", "   "])
def test_what_is_not_there_is_not_found(cast, thread, text):
    send(cast.zhou_jing, thread, "明早有中雨，请走东侧雨棚")
    notifying.notify_waiting()
    assert found(cast.lin_lan, text) == []


def test_nobody_finds_what_they_may_not_see(cast, thread):
    send(cast.zhou_jing, thread, "只说给小满家")
    for who in (cast.xu_heng, cast.he_miao, cast.stranger, cast.former_teacher, cast.principal, cast.auditor):
        assert found(who, "小满家") == [], who.name
    assert len(found(cast.luo_ping, "小满家")) == 1


def test_today_counts_what_waits(cast, thread, room):
    send(cast.zhou_jing, thread)
    send(cast.zhou_jing, room)
    send(cast.zhou_jing, room)
    items = queries.today(make.actor(cast.lin_lan))
    assert [item.title for item in items] == ["三年级2班", "许小满"]
    assert queries.unread_total(make.actor(cast.lin_lan)) == 3
    assert queries.today(make.actor(cast.zhou_jing)) == []
    services.mark_read(actor=make.actor(cast.lin_lan), conversation=_again(room), through=2)
    assert [item.title for item in queries.today(make.actor(cast.lin_lan))] == ["许小满"]


def _again(conversation):
    conversation.refresh_from_db()
    return conversation
