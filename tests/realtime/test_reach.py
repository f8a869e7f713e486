"""A direct conversation leaves the other one's open page as well when one of the two is out of reach."""

import time
import uuid

import pytest

from cocare.channel import services as channel
from cocare.core import clock
from cocare.people import services as people
from cocare.people.enums import Capacity, RestrictionKind, RestrictionScope
from cocare.people.models import Guardianship, Post
from tests import factories as make
from tests.realtime.client import Wire

WITHIN = 2


@pytest.fixture
def direct(cast):
    teacher = make.actor(cast.zhou_jing, Capacity.TEACHER)
    return channel.start_direct(actor=teacher, person_id=cast.he_miao.pk, capacity=Capacity.GUARDIAN)


def say(line, conversation):
    return line.ask("message.send", conversation=str(conversation.pk), client_id=str(uuid.uuid4()), body="您好")


def refusal(line, conversation):
    """The code of the first refusal; there must be one soon."""
    deadline = time.monotonic() + WITHIN
    while "ok" in (answer := say(line, conversation)):
        assert time.monotonic() < deadline, "still writes"
        time.sleep(0.05)  # no more a second than a socket may ask
    return answer["error"]["code"]


def test_the_teacher_of_a_restricted_guardian(cast, two, direct):
    topic = f"conversation:{direct.pk}"
    lines = [Wire.of(server, cast.zhou_jing, Capacity.TEACHER) for server in two]
    for line in lines:
        line.ok("topic.join", topic=topic)
    people.set_restriction(
        actor=make.actor(cast.principal),
        guardianship=Guardianship.objects.get(person=cast.he_miao),
        kind=RestrictionKind.CUSTODY_CHANGE,
        scope=RestrictionScope.ALL,
        document_no="(2026)澜民变1号",
        since=clock.today(),
    )
    for line in lines:
        assert line.frames(1, WITHIN) == [{"topic": topic, "what": "topic.left", "out": {}}]


def test_the_teacher_of_a_restricted_guardian_writes_no_more(cast, two, direct):
    lines = [Wire.of(server, cast.zhou_jing, Capacity.TEACHER) for server in two]
    for line in lines:
        assert "ok" in say(line, direct)
    link = Guardianship.objects.get(person=cast.he_miao)
    people.end_guardianship(actor=make.actor(cast.principal), guardianship=link, document_no="(2026)澜民撤1号")
    assert [refusal(line, direct) for line in lines] == ["not_found", "not_found"]


def test_the_family_of_a_teacher_who_left_writes_no_more(cast, two, direct):
    lines = [Wire.of(server, cast.he_miao) for server in two]
    for line in lines:
        assert "ok" in say(line, direct)
    post = Post.objects.get(person=cast.zhou_jing, school_class=cast.class_2)
    people.end_post(actor=make.actor(cast.principal), post=post)
    assert [refusal(line, direct) for line in lines] == ["forbidden", "forbidden"]
