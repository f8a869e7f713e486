"""Who is told of a new message outside the page, and that no telling is lost."""

from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cocare.channel import jobs, services
from cocare.channel.models import Conversation, Message
from cocare.channel.queries import unread
from cocare.channel.services import notify_requests, notifying
from cocare.notifications.models import Notification
from tests import factories as make

from .sending import send

pytestmark = pytest.mark.django_db


def told() -> dict[str, str]:
    return {row.person.name: row.capacity for row in Notification.objects.select_related("person")}


def test_everyone_in_the_thread_but_the_writer_is_told_without_a_name(cast, thread):
    send(cast.zhou_jing, thread, "许小满今天有点咳")
    assert notifying.notify_waiting() == 1
    assert told() == {"林岚": "guardian", "罗平": "teacher"}
    for row in Notification.objects.all():
        text = f"{row.params} {row.url} {row.kind}"
        assert "许小满" not in text
        assert row.url == f"/channel/{thread.pk}/"


def test_a_class_post_reaches_its_families_but_not_a_restricted_guardian(cast, room):
    send(cast.zhou_jing, room)
    notifying.notify_waiting()
    assert set(told()) == {"林岚", "何苗", "王秀珍", "罗平", "邓之远"}


def test_both_sides_of_a_direct_conversation_are_told(cast):
    talk = services.start_direct(actor=make.actor(cast.lin_lan), person_id=cast.zhou_jing.pk, capacity="teacher")
    send(cast.lin_lan, talk)
    notifying.notify_waiting()
    assert told() == {"周静": "teacher"}
    talk.refresh_from_db()
    send(cast.zhou_jing, talk)
    notifying.notify_waiting()
    assert told() == {"周静": "teacher", "林岚": "guardian"}


def test_many_conversations_cost_as_many_queries_as_one(cast, thread, room):
    def queries_for(some) -> int:
        for one in some:
            send(cast.zhou_jing, one)
        with CaptureQueriesContext(connection) as seen:
            notifying.notify_waiting()
        return len(seen)

    make.account(cast.zhou_jing)
    talk = services.start_direct(actor=make.actor(cast.lin_lan), person_id=cast.zhou_jing.pk, capacity="teacher")
    pupils = [make.pupil(in_class=cast.class_2) for _ in range(30)]
    threads = [make.child_thread(pupil) for pupil in pupils]
    for pupil in pupils:
        make.guardian(pupil)
    few = queries_for([thread, room, talk])
    Notification.objects.all().delete()
    assert few == queries_for([thread, room, talk, *threads])
    assert Notification.objects.values("person").distinct().count() > 30


def test_a_telling_that_is_cut_off_is_told_by_the_next_look(cast, thread, room):
    for one in (thread, room):
        send(cast.zhou_jing, one)
    cut_off = patch.object(notifying, "_mark_notified", side_effect=OSError("cut off"))
    with cut_off, pytest.raises(OSError, match="cut off"):
        notifying.notify_waiting()
    assert told() == {}
    assert notifying.notify_waiting() == 2
    assert told()["林岚"] == "guardian"
    assert Notification.objects.filter(person=cast.lin_lan).count() == 2


def test_who_has_more_unread_than_a_badge_shows_and_who_wrote_much_of_it(cast, thread):
    for number in range(3):
        send(cast.lin_lan, thread, str(number))
    send(cast.zhou_jing, thread)
    thread.refresh_from_db()
    services.mark_read(actor=make.actor(cast.luo_ping), conversation=thread, through=2)
    people = {cast.lin_lan.pk, cast.zhou_jing.pk, cast.luo_ping.pk}
    assert unread.unread_by_person([thread], {thread.pk: people})[thread.pk] == {
        cast.lin_lan.pk: 1,
        cast.zhou_jing.pk: 3,
        cast.luo_ping.pk: 2,
    }
    with patch.object(unread, "COUNTED", 2):
        assert unread.unread_by_person([thread], {thread.pk: people})[thread.pk] == {
            cast.lin_lan.pk: 1,
            cast.zhou_jing.pk: 1,
            cast.luo_ping.pk: 2,
        }


def test_nobody_is_told_twice_nor_of_what_they_have_read(cast, thread):
    send(cast.zhou_jing, thread)
    thread.refresh_from_db()
    services.mark_read(actor=make.actor(cast.lin_lan), conversation=thread, through=1)
    notifying.notify_waiting()
    assert set(told()) == {"罗平"}
    assert notifying.notify_waiting() == 0
    assert Notification.objects.count() == 1


def test_several_messages_are_one_line_and_reading_settles_it(cast, thread):
    for _ in range(2):
        send(cast.zhou_jing, thread)
        notifying.notify_waiting()
    line = Notification.objects.get(person=cast.lin_lan)
    assert (line.times, line.read_at) == (2, None)
    thread.refresh_from_db()
    services.mark_read(actor=make.actor(cast.lin_lan), conversation=thread, through=2)
    line.refresh_from_db()
    assert line.read_at


def test_what_was_taken_back_is_not_told(cast, thread):
    sent = send(cast.zhou_jing, thread)
    services.recall_message(actor=make.actor(cast.zhou_jing), message=Message.objects.get(pk=sent.message["id"]))
    notifying.notify_waiting()
    assert told() == {}


def test_who_lost_the_child_meanwhile_hears_nothing(cast, thread):
    send(cast.zhou_jing, thread)
    make.restrict(cast.lin_lan, cast.xiaoman)
    notifying.notify_waiting()
    assert set(told()) == {"罗平"}


def test_open_pages_hear_the_new_count(cast, thread, frames, django_capture_on_commit_callbacks):
    send(cast.zhou_jing, thread)
    with django_capture_on_commit_callbacks(execute=True):
        notifying.notify_waiting()
    counts = {frame.topic: frame.out["unread"] for frame in frames if frame.what == "conversation.unread"}
    assert counts == {f"inbox:{cast.lin_lan.pk}": 1, f"inbox:{cast.luo_ping.pk}": 1}


def test_the_look_once_a_minute_finds_what_nobody_asked_for(cast, thread):
    send(cast.zhou_jing, thread)
    jobs.notify_missed(timestamp=0)
    assert "林岚" in told()
    thread.refresh_from_db()
    assert thread.notified_seq == Conversation.objects.get(pk=thread.pk).last_seq == 1


@pytest.mark.django_db(transaction=True)
def test_asking_twice_is_one_job(cast):
    notify_requests.defer_notify_job()
    notify_requests.defer_notify_job()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'channel.notify'")
        assert cursor.fetchone()[0] == 1
