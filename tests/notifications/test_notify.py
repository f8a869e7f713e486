"""Telling people: rows, counts, frames, and who must not be told."""

from datetime import timedelta

import pytest
from django.db import transaction

from cocare.core import clock, live, signals
from cocare.core.access import Actor
from cocare.notifications import queries, services
from cocare.notifications.models import Inbox, Notification
from cocare.people.enums import Capacity
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def frames(monkeypatch):
    """What goes to the listeners."""
    found: list[live.Frame] = []
    monkeypatch.setattr(live, "_transports", [found.extend])
    return found


def tell(*people, kind="test.message", **facts) -> int:
    return services.notify(person_ids=[person.pk for person in people], kind=kind, **facts)


def test_each_is_told_once_and_their_pages_hear_of_it(cast, frames, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert tell(cast.lin_lan, cast.he_miao, cast.lin_lan, url="/channel/") == 2
    assert queries.unread_count(make.actor(cast.lin_lan)) == 1
    assert {frame.topic for frame in frames} == {f"inbox:{cast.lin_lan.pk}", f"inbox:{cast.he_miao.pk}"}
    assert {(frame.what, frame.version, frame.out["unread"]) for frame in frames} == {("inbox.changed", 1, 1)}


def test_nothing_is_said_of_what_was_rolled_back(cast, frames):
    with transaction.atomic():
        tell(cast.lin_lan)
        transaction.set_rollback(True)
    assert frames == []
    assert not Notification.objects.exists()


def test_the_versions_have_no_gap(cast, frames, django_capture_on_commit_callbacks):
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            tell(cast.lin_lan)
    with django_capture_on_commit_callbacks(execute=True):
        services.mark_all_read(actor=make.actor(cast.lin_lan))
    assert [frame.version for frame in frames] == [1, 2, 3, 4]
    assert frames[-1].out == {"unread": 0, "unread_by": {}}
    assert Inbox.objects.get(pk=cast.lin_lan.pk).version == 4


def test_folded_notices_count(cast):
    for _ in range(3):
        tell(cast.lin_lan, cast.he_miao, collapse_key="conversation:1")
    tell(cast.lin_lan, collapse_key="conversation:2")
    mine = Notification.objects.filter(person=cast.lin_lan)
    assert sorted(mine.values_list("collapse_key", "times")) == [("conversation:1", 3), ("conversation:2", 1)]
    assert mine.get(collapse_key="conversation:1").sentence == "You have 3 new test messages"
    services.mark_all_read(actor=make.actor(cast.lin_lan))
    tell(cast.lin_lan, collapse_key="conversation:1")
    assert mine.filter(collapse_key="conversation:1", read_at=None).get().times == 1


def test_settled_where_it_was_read(cast, frames, django_capture_on_commit_callbacks):
    tell(cast.lin_lan, cast.he_miao, collapse_key="conversation:1")
    with django_capture_on_commit_callbacks(execute=True):
        services.mark_seen_things_read([(cast.lin_lan.pk, "conversation:1")])
        services.mark_seen_things_read([(cast.lin_lan.pk, "conversation:1")])
    assert queries.unread_count(make.actor(cast.lin_lan)) == 0
    assert queries.unread_count(make.actor(cast.he_miao)) == 1
    assert [frame.version for frame in frames] == [2]


def test_one_capacity_at_a_time(cast):
    tell(cast.zhou_jing, capacity="teacher")
    tell(cast.zhou_jing, capacity="guardian")
    tell(cast.zhou_jing)
    teacher = make.actor(cast.zhou_jing, Capacity.TEACHER)
    assert queries.unread_count(teacher) == 2
    assert queries.unread_in_other_capacities(teacher) == {"guardian": 1}
    services.mark_all_read(actor=teacher)
    assert queries.unread_count(make.actor(cast.zhou_jing, Capacity.GUARDIAN)) == 1


def test_who_is_under_a_restriction_is_not_told(cast):
    assert tell(cast.lin_lan, cast.xu_heng, pupil_id=cast.xiaoman.pk) == 1
    assert not Notification.objects.filter(person=cast.xu_heng).exists()


def test_a_notice_about_a_child_goes_with_the_authority(cast, frames, django_capture_on_commit_callbacks):
    tell(cast.lin_lan, cast.zhou_jing, pupil_id=cast.xiaoman.pk)
    actor = make.actor(cast.lin_lan)
    assert queries.unread_count(actor) == 1
    make.restrict(cast.lin_lan, cast.xiaoman)
    assert queries.unread_count(actor) == 0
    with django_capture_on_commit_callbacks(execute=True):
        signals.announce("authority.changed", person_ids=[cast.lin_lan.pk, cast.zhou_jing.pk])
    assert not Notification.objects.filter(person=cast.lin_lan).exists()
    assert Notification.objects.filter(person=cast.zhou_jing).exists()
    assert [frame.topic for frame in frames] == [f"inbox:{cast.lin_lan.pk}"]


def test_a_teacher_whose_post_ended_sees_no_more_of_the_child(cast):
    tell(cast.luo_ping, pupil_id=cast.xiaoman.pk, capacity="teacher")
    actor = make.actor(cast.luo_ping)
    assert queries.unread_count(actor) == 1
    cast.luo_ping.posts.filter(school_class=cast.class_2).update(until=make.yesterday())
    assert queries.unread_count(actor) == 0


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_a_notice_leads_to_a_page_of_ours(cast, url):
    with pytest.raises(ValueError, match="page of ours"):
        tell(cast.lin_lan, url=url)


def test_a_kind_must_be_known(cast):
    with pytest.raises(ValueError, match="registered"):
        tell(cast.lin_lan, kind="test.unheard")


def test_many_people_cost_as_many_queries_as_one(cast, django_assert_num_queries):
    def queries_for(people) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as seen:
            tell(*people, kind="test.reminder", collapse_key="x", pupil_id=cast.xiaoman.pk)
        return len(seen)

    assert queries_for([make.person()]) == queries_for([make.person() for _ in range(40)])


def test_only_ones_own_inbox_can_be_watched(cast):
    topic, key = live.parse_topic(f"inbox:{cast.lin_lan.pk}")
    tell(cast.lin_lan)
    actor = make.actor(cast.lin_lan)
    assert topic.may_watch([(actor, key), (actor, cast.he_miao.pk), (Actor(), key)]) == {(actor, key)}
    assert topic.heads([key, cast.he_miao.pk]) == {key: 1, cast.he_miao.pk: 0}
    assert topic.changes([(key, 0)]) == {}, "who is behind asks for the counts again"


def test_shown_and_read_are_told_apart(cast):
    tell(cast.lin_lan)
    notice = Notification.objects.get()
    actor = make.actor(cast.lin_lan)
    assert notice.delivery_state == "queued"
    services.mark_shown(actor=actor, notifications=[notice])
    notice.refresh_from_db()
    assert (notice.delivery_state, notice.read_at) == ("shown", None)
    with clock.freeze(clock.now() + timedelta(minutes=1)):
        services.mark_read(actor=actor, notification=notice)
        services.mark_read(actor=actor, notification=notice)
    notice.refresh_from_db()
    assert notice.delivery_state == "read"
    assert notice.read_at > notice.shown_at
