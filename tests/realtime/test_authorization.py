"""Losing a right while the socket is open."""

import json
import time
from datetime import timedelta

import psycopg
from django.contrib.sessions.models import Session
from django.db import connection

from cocare.core import clock, signals
from cocare.people.enums import RestrictionScope
from tests import factories as make
from tests.realtime.client import Wire, cookie_of
from tests.realtime.stage import room
from tests.servers import database_url

WITHIN = 2


def test_a_new_restriction_takes_the_topic_everywhere(cast, two):
    topic = room.topic(cast.class_2)
    mothers = [Wire.of(server, cast.he_miao) for server in two]
    others = [Wire.of(server, cast.lin_lan) for server in two]
    for line in mothers + others:
        line.ok("topic.join", topic=topic)
    make.restrict(cast.he_miao, cast.yuze, scope=RestrictionScope.ALL)
    signals.announce("authority.changed", person_ids=[cast.he_miao.pk])
    for line in mothers:
        assert line.frames(1, WITHIN) == [{"topic": topic, "what": "topic.left", "out": {}}]
    room.say(cast.class_2, "about the children")
    for line in others:
        assert line.frames(1)[0]["out"]["body"] == "about the children"
    for line in mothers:
        assert line.hears_nothing()
        assert line.error("topic.join", topic=topic)["code"] == "not_found"


def test_a_post_that_ends_takes_the_topic(cast, server, wire):
    line = wire(cast.luo_ping)
    line.ok("topic.join", topic=room.topic(cast.class_2))
    cast.luo_ping.posts.filter(school_class=cast.class_2).update(until=clock.today() - timedelta(days=1))
    signals.announce("authority.changed", person_ids=[cast.luo_ping.pk])
    assert line.frames(1, WITHIN)[0]["what"] == "topic.left"


def test_signing_out_closes_that_session_everywhere(cast, two):
    here, elsewhere = cookie_of(cast.lin_lan), cookie_of(cast.lin_lan)
    ended = [Wire(server, here) for server in two]
    kept = [Wire(server, elsewhere) for server in two]
    begun = time.monotonic()
    signals.announce("session.ended", account_id=make.account(cast.lin_lan).pk, session_key=here)
    assert [line.closed_with(WITHIN) for line in ended] == [4401, 4401]
    assert time.monotonic() - begun < WITHIN
    assert all(line.hears_nothing() for line in kept)
    signals.announce("session.ended", account_id=make.account(cast.lin_lan).pk, session_key="")
    assert [line.closed_with(WITHIN) for line in kept] == [4401, 4401]


def test_a_session_that_vanished_is_noticed(cast, server, wire):
    line = wire(cast.lin_lan)
    Session.objects.all().delete()
    # Any announcement about the person looks the session up again, as the minute's round does.
    signals.announce("authority.changed", person_ids=[cast.lin_lan.pk])
    assert line.closed_with(WITHIN) == 4401


def test_a_disabled_account_is_closed(cast, server, wire):
    line = wire(cast.lin_lan)
    account = make.account(cast.lin_lan)
    account.is_active = False
    account.save()
    signals.announce("authority.changed", person_ids=[cast.lin_lan.pk])
    assert line.closed_with(WITHIN) == 4401


def test_a_right_that_goes_while_one_is_joining(cast, server, wire):
    line, topic = wire(cast.he_miao), room.topic(cast.class_2)
    with psycopg.connect(database_url(connection.settings_dict["NAME"])) as beside:
        # The join has seen the right when it comes to the changes, and waits there.
        beside.execute("LOCK TABLE stage_change")
        line.line.send(json.dumps({"id": "join", "do": "topic.join", "in": {"topic": topic}}))
        waits_for_the_lock(beside)
        make.restrict(cast.he_miao, cast.yuze, scope=RestrictionScope.ALL)
        signals.announce("authority.changed", person_ids=[cast.he_miao.pk])
        time.sleep(0.5)  # the announcement is obeyed, with nothing to take yet
    assert "ok" in line.answer("join")
    assert line.frames(1, WITHIN) == [{"topic": topic, "what": "topic.left", "out": {}}]


def waits_for_the_lock(beside):
    deadline = time.monotonic() + 10
    while not beside.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
        assert time.monotonic() < deadline, "nobody waits"
        time.sleep(0.01)
