"""How far people have read: many at once, each with an answer of their own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cocare.channel import services
from cocare.channel.models import ReadMark
from cocare.channel.services import read_marks
from cocare.channel.services.read_marks import ReadUpTo
from cocare.core.errors import NotFound
from tests import factories as make

from .sending import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoken(cast, thread):
    for number in range(3):
        send(cast.zhou_jing, thread, f"{number}")
    thread.refresh_from_db()
    return thread


def marks() -> dict[str, int]:
    return {mark.person.name: mark.through for mark in ReadMark.objects.select_related("person")}


def test_each_of_many_has_an_answer_and_a_stranger_none(cast, spoken):
    mother, teacher, stranger = (make.actor(who) for who in (cast.lin_lan, cast.luo_ping, cast.stranger))
    reads = [ReadUpTo(mother, spoken.pk, 3), ReadUpTo(teacher, spoken.pk, 1), ReadUpTo(stranger, spoken.pk, 3)]
    assert read_marks.save_read_marks(reads) == {reads[0]: 0, reads[1]: 2}
    assert marks() == {"林岚": 3, "罗平": 1}


def test_one_person_on_two_devices_has_read_what_either_has(cast, spoken):
    mother = make.actor(cast.lin_lan)
    one, other = ReadUpTo(mother, spoken.pk, 3), ReadUpTo(mother, spoken.pk, 1)
    assert read_marks.save_read_marks([one, other]) == {one: 0, other: 0}
    assert read_marks.save_read_marks([other]) == {other: 0}, "never back"
    assert marks() == {"林岚": 3}


def test_nobody_has_read_what_is_not_there(cast, spoken):
    read_marks.save_read_marks([ReadUpTo(make.actor(cast.lin_lan), spoken.pk, 10**12)])
    assert marks() == {"林岚": 3}


def test_only_what_went_on_is_told_and_nothing_of_it_in_a_class(
    cast, spoken, room, frames, django_capture_on_commit_callbacks
):
    send(cast.zhou_jing, room)
    mother, teacher = make.actor(cast.lin_lan), make.actor(cast.luo_ping)
    read_marks.save_read_marks([ReadUpTo(teacher, spoken.pk, 2)])
    frames.clear()
    with django_capture_on_commit_callbacks(execute=True):
        read_marks.save_read_marks(
            [ReadUpTo(mother, spoken.pk, 2), ReadUpTo(teacher, spoken.pk, 2), ReadUpTo(mother, room.pk, 1)]
        )
    told = [frame for frame in frames if frame.what == "conversation.read"]
    assert [(frame.topic, frame.out) for frame in told] == [
        (f"conversation:{spoken.pk}", {"person": str(cast.lin_lan.pk), "through": 2})
    ]


def test_many_cost_as_many_queries_as_one(cast, spoken, room):
    send(cast.zhou_jing, room)
    families = [make.guardian(make.pupil(in_class=cast.class_2)) for _ in range(30)]
    actors = [make.actor(who, "guardian") for who in families]
    read_marks.save_read_marks([ReadUpTo(actors[0], room.pk, 0)])

    def queries_for(some) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert len(read_marks.save_read_marks([ReadUpTo(actor, room.pk, 1) for actor in some])) == len(some)
        return len(seen)

    assert queries_for(actors[:1]) == queries_for(actors)


def test_a_single_mark_is_one_of_many(cast, spoken):
    mother = make.actor(cast.lin_lan)
    assert services.mark_read(actor=mother, conversation=spoken, through=1) == 2
    with pytest.raises(NotFound):
        services.mark_read(actor=make.actor(cast.stranger), conversation=spoken, through=1)
