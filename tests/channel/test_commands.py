"""The socket's commands and the batcher behind them, on a real loop."""

import asyncio
import uuid
from unittest.mock import patch

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from cocare.channel import commands, sender_cache, services
from cocare.channel.models import Message
from cocare.channel.services import batching
from cocare.core.errors import Busy, Forbidden, NotFound
from cocare.core.signals import announce
from cocare.core.socket_commands import find_command
from tests import factories as make

from .sending import item

pytestmark = pytest.mark.django_db(transaction=True)


def words(conversation, **more):
    return {
        "conversation": conversation.pk,
        "client_id": uuid.uuid4(),
        "body": "您好",
        "reply_to": None,
        "files": (),
        **more,
    }


@pytest.fixture
def statements(monkeypatch):
    """How many batches went to the database, and how large they were."""
    sizes, real = [], batching.post_batch
    monkeypatch.setattr(batching, "post_batch", lambda items: sizes.append(len(items)) or real(items))
    return sizes


@pytest.fixture
def teacher(cast):
    return make.actor(cast.zhou_jing)


@pytest.fixture
def mother(cast):
    return make.actor(cast.lin_lan)


async def test_what_comes_in_one_tick_is_one_batch(teacher, thread, statements):
    await sync_to_async(sender_cache.look_up_sender)(teacher, thread.pk)
    answers = await asyncio.gather(*(commands.message_send(teacher, words(thread, body=str(n))) for n in range(50)))
    assert sorted(answer["seq"] for answer in answers) == list(range(1, 51))
    assert statements == [50]
    await commands.message_send(teacher, words(thread))
    assert statements == [50, 1], "an idle line waits for nobody"


async def test_a_send_that_is_remembered_asks_the_database_only_in_its_batch(teacher, thread):
    await commands.message_send(teacher, words(thread))
    with patch.object(commands, "run_in_pool", side_effect=AssertionError("asked")):
        assert (await commands.message_send(teacher, words(thread)))["seq"] == 2


async def test_who_may_not_is_refused_before_the_batch(cast, thread, room, statements):
    for who, where, refusal in (
        (cast.xu_heng, thread, NotFound),
        (cast.former_teacher, thread, NotFound),
        (cast.lin_lan, room, Forbidden),
    ):
        with pytest.raises(refusal):
            await commands.message_send(await sync_to_async(make.actor)(who), words(where))
    assert statements == []


async def test_authority_that_changed_is_felt_at_once(cast, mother, thread):
    await commands.message_send(mother, words(thread))

    def restrict():
        make.restrict(cast.lin_lan, cast.xiaoman)
        announce("authority.changed", person_ids=[cast.lin_lan.pk])

    await sync_to_async(restrict)()
    with pytest.raises(NotFound):
        await commands.message_send(mother, words(thread))


async def test_a_word_from_another_process_forgets_too(cast, mother, thread):
    await sync_to_async(sender_cache.look_up_sender)(mother, thread.pk)
    announce("authority.heard", person_ids=[str(cast.lin_lan.pk)])
    assert sender_cache.cached_sender(mother, thread.pk) is None


def test_what_is_forgotten_during_the_question_is_not_remembered(cast, thread, monkeypatch):
    actor, names = make.actor(cast.lin_lan), sender_cache.author_names.author_of

    def names_while_authority_changes(*given):
        announce("authority.heard", person_ids=[str(actor.person_id)])
        return names(*given)

    monkeypatch.setattr(sender_cache.author_names, "author_of", names_while_authority_changes)
    sender_cache.look_up_sender(actor, thread.pk)
    assert sender_cache.cached_sender(actor, thread.pk) is None


def test_what_is_remembered_grows_old(cast, thread, monkeypatch):
    actor = make.actor(cast.lin_lan)
    sender_cache.look_up_sender(actor, thread.pk)
    assert sender_cache.cached_sender(actor, thread.pk)
    began = sender_cache.time.monotonic()
    monkeypatch.setattr(sender_cache.time, "monotonic", lambda: began + 61)
    assert sender_cache.cached_sender(actor, thread.pk) is None


async def test_a_batch_that_breaks_answers_busy_and_the_next_one_goes(cast, thread):
    batcher = batching.batcher()
    one = await sync_to_async(item)(cast.lin_lan, thread)
    with patch.object(batching, "post_batch", side_effect=RuntimeError("broken")), pytest.raises(Busy):
        await batcher.send(one)
    assert (await batcher.send(one)).created


async def test_a_sender_who_went_away_changes_nothing_for_the_others(cast, thread):
    batcher = batching.batcher()
    items = [await sync_to_async(item)(cast.lin_lan, thread, str(n)) for n in range(3)]
    tasks = [asyncio.create_task(batcher.send(one)) for one in items]
    await asyncio.sleep(0)
    tasks[0].cancel()
    assert [(await task).created for task in tasks[1:]] == [True, True]
    assert (await batcher.send(items[0])).created is False, "what was committed answers a repeated send"


async def test_typing_is_a_hint_without_a_version(cast, thread, room, frames):
    actor = await sync_to_async(make.actor)(cast.lin_lan)
    assert await commands.conversation_typing(actor, {"conversation": thread.pk}) == {}
    await commands.conversation_typing(actor, {"conversation": thread.pk})
    assert [(frame.what, frame.version, frame.out["name"]) for frame in frames] == [
        ("conversation.typing", None, "小满妈妈")
    ]
    with pytest.raises(Forbidden):
        await commands.conversation_typing(actor, {"conversation": room.pk})


async def test_reads_of_one_moment_are_marked_together(cast, thread):
    await batching.batcher().send(await sync_to_async(item)(cast.lin_lan, thread))
    readers = [await sync_to_async(make.actor)(who) for who in (cast.zhou_jing, cast.luo_ping, cast.stranger)]
    given = {"conversation": thread.pk, "through": 1}
    asked = (commands.conversation_read(actor, given) for actor in readers)
    *seen, stranger = await asyncio.gather(*asked, return_exceptions=True)
    assert seen == [{"unread": 0}, {"unread": 0}]
    assert isinstance(stranger, NotFound)


def test_the_other_commands(cast, thread):
    sent = services.send_message(
        actor=make.actor(cast.lin_lan), conversation_id=thread.pk, client_id=uuid.uuid4(), body="一"
    )
    mine, hers = make.actor(cast.lin_lan), make.actor(cast.zhou_jing)
    pk = uuid.UUID(sent.message["id"])
    edited = commands.message_edit(mine, {"message": pk, "body": "二"})
    assert (edited["body"], edited["version"]) == ("二", 2)
    with pytest.raises(Forbidden):
        commands.message_recall(hers, {"message": pk})
    with pytest.raises(NotFound):
        commands.message_recall(make.actor(cast.he_miao), {"message": pk})
    assert commands.message_recall(mine, {"message": pk})["recalled"] is True
    assert Message.objects.get().body == ""


def test_every_command_of_the_protocol_is_there():
    for name in ("message.send", "message.edit", "message.recall", "conversation.read", "conversation.typing"):
        assert find_command(name), name


@pytest.fixture(autouse=True)
def _no_connection_left():
    yield
    connection.close()
