"""Recall, edit, read marks, catching up, and what the wire says of them."""

from datetime import timedelta

import pytest

from cocare.channel import queries, serializers, services, topics
from cocare.channel.errors import AlreadyRecalled, ConversationClosed, NotRecallable
from cocare.channel.models import Conversation, Message, MessageOriginal, ReadMark
from cocare.core import clock, live
from cocare.core.errors import Invalid
from cocare.people.enums import Capacity
from tests import factories as make

from .sending import send

pytestmark = pytest.mark.django_db


def row(sent) -> Message:
    return Message.objects.select_related("reply_to").get(pk=sent.message["id"])


def test_a_recalled_message_keeps_its_place_but_not_its_text(cast, thread, frames, django_capture_on_commit_callbacks):
    sent = send(cast.lin_lan, thread, "发错了")
    with django_capture_on_commit_callbacks(execute=True):
        services.recall_message(actor=make.actor(cast.lin_lan), message=row(sent))
    left = row(sent)
    assert (left.seq, left.body, left.version) == (1, "", 2) and left.recalled_at
    assert MessageOriginal.objects.get().body == "发错了"
    assert [(frame.what, frame.version, frame.out["recalled"], frame.out["body"]) for frame in frames] == [
        ("message.changed", 2, True, "")
    ]


def test_a_repeated_recall_changes_nothing(cast, thread):
    sent = send(cast.lin_lan, thread)
    for _ in range(2):
        services.recall_message(actor=make.actor(cast.lin_lan), message=row(sent))
    assert MessageOriginal.objects.count() == 1
    with pytest.raises(AlreadyRecalled):
        services.edit_message(actor=make.actor(cast.lin_lan), message=row(sent), body="又想改")


@pytest.mark.parametrize(
    ("writer", "open_for", "over_after"),
    [
        ("lin_lan", timedelta(seconds=119), timedelta(seconds=121)),
        ("zhou_jing", timedelta(hours=23), timedelta(hours=25)),
    ],
)
def test_the_window_closes(cast, thread, writer, open_for, over_after):
    who = getattr(cast, writer)
    start = clock.now()
    with clock.freeze(start):
        first, second = send(who, thread, "一"), send(who, thread, "二")
    with clock.freeze(start + open_for):
        services.recall_message(actor=make.actor(who), message=row(first))
    with clock.freeze(start + over_after), pytest.raises(NotRecallable):
        services.recall_message(actor=make.actor(who), message=row(second))


def test_an_edit_keeps_what_stood_there(cast, thread):
    sent = send(cast.lin_lan, thread, "明天八点")
    services.edit_message(actor=make.actor(cast.lin_lan), message=row(sent), body="明天九点")
    services.edit_message(actor=make.actor(cast.lin_lan), message=row(sent), body="明天九点")
    assert row(sent).body == "明天九点" and row(sent).version == 2, "the second edit changed nothing"
    assert MessageOriginal.objects.get().body == "明天八点"
    assert [hit.excerpt for hit in queries.search(make.actor(cast.lin_lan), "九点")] == ["明天九点"]
    assert queries.search(make.actor(cast.lin_lan), "八点") == []


def test_a_closed_conversation_is_not_changed(cast, thread):
    sent = send(cast.lin_lan, thread)
    Conversation.objects.update(closed_at=clock.now())
    with pytest.raises(ConversationClosed):
        services.recall_message(actor=make.actor(cast.lin_lan), message=row(sent))


def test_changes_are_messages_in_the_order_of_their_last_change(cast, thread):
    first, _second = send(cast.lin_lan, thread, "一"), send(cast.lin_lan, thread, "二")
    services.edit_message(actor=make.actor(cast.lin_lan), message=row(first), body="一改")
    send(cast.lin_lan, thread, "三")
    thread.refresh_from_db()
    assert [(one.version, one.body) for one in queries.changed_messages(thread, 0)] == [
        (2, "二"),
        (3, "一改"),
        (4, "三"),
    ]
    assert [one.body for one in queries.changed_messages(thread, 3)] == ["三"]
    thread.version = 3 + live.MAX_REPLAYED + 1
    assert queries.changed_messages(thread, 3) is None


def test_many_ask_at_once_and_each_gets_what_was_missed(cast, thread, room, django_assert_num_queries):
    send(cast.lin_lan, thread, "一")
    send(cast.luo_ping, room, "二")
    send(cast.luo_ping, room, "三")
    asked = [(thread.pk, 0), (room.pk, 0), (room.pk, 1), (thread.pk, 1)]
    with django_assert_num_queries(2):
        found = queries.changes_by_version(asked)
    assert {one: [row.body for row in rows] for one, rows in found.items()} == dict(
        zip(asked, (["一"], ["二", "三"], ["三"], []), strict=True)
    )


def test_the_topic_tells_who_may_listen_and_what_was_missed(cast, thread, room):
    topic = topics.ConversationTopic()
    keys = [thread.pk, room.pk]
    mother, restricted = make.actor(cast.lin_lan), make.actor(cast.xu_heng)
    former = make.actor(cast.former_teacher, Capacity.TEACHER)
    assert topic.may_watch([(who, key) for who in (mother, restricted, former) for key in keys]) == {
        (mother, key) for key in keys
    }
    send(cast.lin_lan, thread, "一")
    assert topic.heads(keys) == {thread.pk: 1, room.pk: 0}
    [frame] = topic.changes([(thread.pk, 0)])[thread.pk, 0]
    assert (frame.topic, frame.what, frame.version, frame.out["body"]) == (
        f"conversation:{thread.pk}",
        "message.posted",
        1,
        "一",
    )


def test_reading_goes_forward_only(cast, thread, frames, django_capture_on_commit_callbacks):
    for _ in range(3):
        send(cast.zhou_jing, thread)
    send(cast.lin_lan, thread)
    thread.refresh_from_db()
    actor = make.actor(cast.lin_lan)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.mark_read(actor=actor, conversation=thread, through=2) == 1
    assert [frame.what for frame in frames] == ["conversation.read", "conversation.unread"]
    assert services.mark_read(actor=actor, conversation=thread, through=1) == 1
    assert services.mark_read(actor=actor, conversation=thread, through=10**9) == 0
    assert ReadMark.objects.get().through == 4, "never past the end"


def test_in_a_class_nobody_hears_who_has_read(cast, room, frames, django_capture_on_commit_callbacks):
    sent = send(cast.zhou_jing, room)
    room.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        services.mark_read(actor=make.actor(cast.lin_lan), conversation=room, through=1)
    assert [frame.topic for frame in frames] == [f"inbox:{cast.lin_lan.pk}"]
    message = row(sent)
    assert queries.readers_of_messages(room, [message]) == {message.pk: 1}


def test_a_reply_shows_what_it_answers_until_that_is_taken_back(cast, thread):
    asked = send(cast.zhou_jing, thread, "小满今天怎么样？")
    answer = send(cast.lin_lan, thread, "挺好的", reply_to=row(asked).pk)
    assert answer.message["quote"]["body"] == "小满今天怎么样？"
    services.recall_message(actor=make.actor(cast.zhou_jing), message=row(asked))
    assert serializers.message(row(answer))["quote"] == {
        "id": asked.message["id"],
        "name": "周老师",
        "body": "",
        "recalled": True,
    }


def test_a_family_answers_a_class_post_in_its_own_thread_only(cast, thread, room):
    post = send(cast.zhou_jing, room, "周五家长会")
    assert send(cast.lin_lan, thread, "我会来", reply_to=row(post).pk).message["reply_to"] == post.message["id"]
    with pytest.raises(Invalid):
        send(cast.zhou_jing, room, "引用", reply_to=row(send(cast.lin_lan, thread, "家里的事")).pk)
    other = send(cast.he_miao, make.child_thread(cast.yuze), "别家的事")
    with pytest.raises(Invalid):
        send(cast.lin_lan, thread, "偷看", reply_to=row(other).pk)


def test_how_writers_are_called(cast, thread, room):
    def called(who, conversation, capacity=None):
        author = send(who, conversation, capacity=capacity).message["author"]
        return author["name"], author["title"]

    assert called(cast.lin_lan, thread) == ("小满妈妈", "")
    assert called(cast.zhou_jing, thread) == ("周老师", "班主任")
    assert called(cast.luo_ping, room) == ("罗老师", "数学老师")
    assert called(cast.wang_xiuzhen, make.child_thread(cast.yuze), Capacity.CAREGIVER) == (
        "雨泽的照护人",
        "",
    )
