import uuid
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, transaction

from cocare.channel import services
from cocare.channel.errors import ConversationClosed
from cocare.channel.models import Conversation, Message
from cocare.channel.services import changing, posting
from cocare.channel.services.outgoing import SendResult
from cocare.core import clock
from cocare.core.errors import Busy
from cocare.core.models import AuditEvent
from tests import factories as make

from .sending import item, send

pytestmark = pytest.mark.django_db


def places(conversation):
    return list(Message.objects.filter(conversation=conversation).order_by("seq").values_list("seq", "version", "body"))


def test_a_batch_is_numbered_without_holes(cast, thread, room):
    batch = [item(cast.lin_lan, thread, "一"), item(cast.zhou_jing, room, "甲"), item(cast.zhou_jing, thread, "二")]
    outcomes = posting.post_batch(batch)
    assert [outcome.message["seq"] for outcome in outcomes] == [1, 1, 2]
    assert places(thread) == [(1, 1, "一"), (2, 2, "二")]
    posting.post_batch([item(cast.lin_lan, thread, "三")])
    assert places(thread)[-1] == (3, 3, "三")
    thread.refresh_from_db()
    assert (thread.last_seq, thread.version) == (3, 3) and thread.last_message_at


def test_what_is_answered_is_what_is_stored(cast, thread):
    from cocare.channel import serializers

    sent = send(cast.lin_lan, thread, "今天没有要签的")
    stored = Message.objects.select_related("reply_to").get()
    assert sent.message == serializers.message(stored)


def test_the_same_client_id_is_the_same_message(cast, thread):
    key = uuid.uuid4()
    first = send(cast.lin_lan, thread, "只有一次", client_id=key)
    again = send(cast.lin_lan, thread, "只有一次", client_id=key)
    assert (first.created, again.created) == (True, False)
    assert first.message == again.message
    assert places(thread) == [(1, 1, "只有一次")]
    assert send(cast.zhou_jing, thread, "别人的", client_id=key).created, "a client id is its author's own"


def test_a_double_tap_within_one_batch(cast, thread):
    one = item(cast.lin_lan, thread)
    twice = posting.post_batch([one, item(cast.lin_lan, thread, client_id=one.client_id), item(cast.lin_lan, thread)])
    assert [outcome.created for outcome in twice] == [True, False, True]
    assert twice[0].message == twice[1].message
    assert [place for place, _, _ in places(thread)] == [1, 2]


def test_a_known_send_leaves_no_hole_in_a_batch(cast, thread):
    known = item(cast.lin_lan, thread, "旧")
    posting.post_batch([known])
    outcomes = posting.post_batch([item(cast.lin_lan, thread, "新一"), known, item(cast.lin_lan, thread, "新二")])
    assert [(one.created, one.message["seq"]) for one in outcomes] == [(True, 2), (False, 1), (True, 3)]


def test_a_closed_conversation_takes_nothing_but_answers_what_was_sent_before(cast, thread, room):
    known = item(cast.lin_lan, thread)
    posting.post_batch([known])
    Conversation.objects.filter(pk=thread.pk).update(closed_at=clock.now())
    outcomes = posting.post_batch([item(cast.lin_lan, thread), known, item(cast.zhou_jing, room)])
    assert isinstance(outcomes[0], ConversationClosed)
    assert outcomes[1].created is False
    assert outcomes[2].created is True


def test_each_message_is_on_record_without_its_text(cast, thread):
    sent = send(cast.lin_lan, thread, "不该写进记录")
    event = AuditEvent.objects.get(verb="message.send")
    assert str(event.subject_id) == sent.message["id"] and event.person_id == cast.lin_lan.pk
    assert event.facts == {}


def test_frames_leave_after_the_commit(cast, thread, frames, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(cast.lin_lan, thread, "到了吗")
        assert frames == []
    assert [(frame.what, frame.version, frame.out["body"]) for frame in frames] == [("message.posted", 1, "到了吗")]


def test_one_bad_message_does_not_keep_the_others_back(cast, thread):
    outcomes = posting.post_batch(
        [item(cast.lin_lan, thread, "一"), item(cast.lin_lan, thread, "坏\x00的"), item(cast.lin_lan, thread, "三")]
    )
    assert isinstance(outcomes[1], Busy)
    assert [body for _, _, body in places(thread)] == ["一", "三"]
    assert [seq for seq, _, _ in places(thread)] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_replaced_and_nothing_is_sent_twice(cast, thread):
    one, attempt = item(cast.lin_lan, thread), posting._attempt

    def committed_but_never_answered(items):
        attempt(items)
        raise OperationalError("server closed the connection unexpectedly")

    steps = iter([committed_but_never_answered, attempt])

    def attempts(items):
        return next(steps)(items)

    with patch.object(posting, "_attempt", attempts):
        outcome = posting.post_batch([one])[0]
    assert outcome.created is False and outcome.message["seq"] == 1
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_dead_backend_is_noticed(cast, thread):
    one = item(cast.lin_lan, thread)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    with ThreadPoolExecutor(1) as other:
        other.submit(_end_backend, backend).result()
    assert posting.post_batch([one])[0].created


def _end_backend(backend):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_reply_that_waited_while_its_text_was_taken_back_does_not_show_it(cast, thread, frames):
    first = Message.objects.get(pk=send(cast.lin_lan, thread, "不该再出现").message["id"])
    reply = item(cast.zhou_jing, thread, "好的", reply_to=first.pk)
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        services.recall_message(actor=make.actor(cast.lin_lan), message=first)
        waiting = other.submit(_post, reply)
        while not _somebody_waits_for_us():
            assert not waiting.done()
    assert waiting.result()[0].message["quote"] == {
        "id": str(first.pk),
        "name": first.author_name,
        "body": "",
        "recalled": True,
    }
    assert [(frame.what, frame.version) for frame in frames[1:]] == [("message.changed", 2), ("message.posted", 3)]
    assert "不该再出现" not in str(frames[1:])


def _post(*items):
    try:
        return posting.post_batch(items)
    finally:
        connection.close()


def _somebody_waits_for_us():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_deadlocks_is_tried_once_more(cast, thread, room):
    """Somebody who takes the same locks the other way round: PostgreSQL ends the batch, which comes again."""
    first, second = sorted((thread.pk, room.pk))
    batch = [item(cast.zhou_jing, place) for place in (thread, room)]
    with ThreadPoolExecutor(1) as other, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL deadlock_timeout = '60s'")  # the other side is to notice
        cursor.execute("UPDATE channel_conversation SET version = version WHERE id = %s", [second])
        waiting = other.submit(_post, *batch)
        while not _somebody_waits_for_us():
            assert not waiting.done()
        cursor.execute("UPDATE channel_conversation SET version = version WHERE id = %s", [first])
        assert not waiting.done()
    assert all(isinstance(outcome, SendResult) for outcome in waiting.result())
    for place in (thread, room):
        assert [(seq, version) for seq, version, _ in places(place)] == [(1, 1)]


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_leave_no_hole_and_no_double(cast, thread, room):
    shared = [item(cast.zhou_jing, place, str(number)) for number in range(10) for place in (thread, room)]

    def work(number):
        try:
            mine = [item(cast.zhou_jing, place, f"w{number}") for place in (room, thread)]
            return posting.post_batch(mine + shared)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        outcomes = [outcome for batch in pool.map(work, range(6)) for outcome in batch]
    assert all(isinstance(outcome, SendResult) for outcome in outcomes)
    for place in (thread, room):
        seqs = [seq for seq, _, _ in places(place)]
        assert seqs == list(range(1, 17)), "10 shared ones once, and one of each of 6 writers"
        assert [version for _, version, _ in places(place)] == seqs


def test_a_text_of_four_thousand_characters(cast, thread):
    assert send(cast.lin_lan, thread, "长" * 4000).created
    assert changing.change_window("teacher") > changing.change_window("guardian")
