"""Ten faults for the checker to find, planted by the test into a process that tests/fork_server.py forked.

The product has no switch for any of them: each replaces a part of it from outside. `FOUND_AS` says under which kind
of violation the checker has to report each.
"""

import asyncio
from collections.abc import Callable

from django.db import connection

from cocare.channel import sender_cache
from cocare.channel.services import batching, changing, insertion, posting
from cocare.core import clock, live
from cocare.realtime import authorization, resync, runtime, topic

FOUND_AS = {
    "ack_before_commit": "lost",
    "lost_publish": "unheard",
    "reused_seq": "place",
    "hole_in_seq": "hole",
    "duplicate_insert": "twice",
    "stale_membership": "intruder",
    "out_of_order": "order",
    "recall_keeps_text": "recalled",
    "stale_sync": "stale",
    "session_end_ignored": "signed_out",
}
# Faults that PostgreSQL itself would refuse: the constraint goes while they run.
GUARDED_BY = {"reused_seq": "message_place", "duplicate_insert": "message_once"}
SEQ = "locked.last_seq + row_number() OVER (PARTITION BY locked.id ORDER BY item.position) AS seq"
EVERY_THIRD = "(locked.version %% 3 = 2)::int"


def plant(name: str) -> None:
    PLANTS[name]()


def swap(owner: object, name: str, new: object) -> None:
    assert hasattr(owner, name), f"{name} is gone: plant the fault anew"
    setattr(owner, name, new)


def replaced(old: str, new: str) -> None:
    assert old in insertion.INSERT, "the statement has changed: plant the fault anew"
    insertion.INSERT = insertion.INSERT.replace(old, new)


def ack_before_commit() -> None:
    """The sender is told at once; the message goes into the database a moment later, if the process lives."""
    late = set()
    real = batching.Batcher.send

    async def afterwards(self, item):
        await asyncio.sleep(2.5)
        await real(self, item)

    async def send(self, item):
        task = asyncio.create_task(afterwards(self, item))
        late.add(task)
        task.add_done_callback(late.discard)
        return posting._result(item, 1, 1, clock.now(), {})

    swap(batching.Batcher, "send", send)


def lost_publish() -> None:
    """Frames never leave, and the watcher that would notice sleeps."""

    async def poll_heads(self):
        return None

    live.use_transport(lambda frames: None)
    swap(resync.Resync, "poll_heads", poll_heads)
    swap(resync.Resync, "fill_gap", lambda self, topic: None)


def reused_seq() -> None:
    replaced(SEQ, SEQ.replace("locked.last_seq", f"greatest(0, locked.last_seq - {EVERY_THIRD})"))


def hole_in_seq() -> None:
    replaced(SEQ, SEQ.replace("locked.last_seq", f"locked.last_seq + {EVERY_THIRD}"))


def duplicate_insert() -> None:
    """A repeated send is not recognised."""
    replaced("WHERE NOT EXISTS (SELECT 1", "WHERE true OR NOT EXISTS (SELECT 1")


def stale_membership() -> None:
    """Who was let in once stays in: nothing is forgotten, nothing looked at again."""

    async def never(self):
        await asyncio.Event().wait()

    swap(sender_cache, "KEPT_SECONDS", 10**6)
    swap(sender_cache, "_forget", lambda person_ids: None)
    swap(authorization.SocketAuthorization, "_recheck_forever", never)


def out_of_order() -> None:
    """Every third frame of a topic waits, and leaves after the one that follows it."""
    real, held = topic.Topic._emit, {}

    def emit(self, version, payload):
        real(self, version, payload)
        if self.name in held:
            self.frames.append(held.pop(self.name))
        elif version % 3 == 0:
            held[self.name] = self.frames.pop()

    swap(topic.Topic, "_emit", emit)


def recall_keeps_text() -> None:
    real = changing._save_change

    def change(actor, message, verb):
        if verb == "message.recall":
            message.body = message.originals.latest("replaced_at").body
        real(actor, message, verb)

    swap(changing, "_save_change", change)


def stale_sync() -> None:
    """An answer from a memory that nobody refreshes."""
    real, heads = runtime.read_catch_ups, {}

    def read_catch_ups(requests):
        catch_ups = real(requests)
        for request, catch_up in catch_ups.items():
            head = heads.setdefault(request.key, catch_up.head)
            if request.known is None and request.since is not None and request.since >= head:
                catch_ups[request] = resync.CatchUp(head, [])
        return catch_ups

    swap(runtime, "read_catch_ups", read_catch_ups)


def session_end_ignored() -> None:
    real = authorization.SocketAuthorization.handle

    def handle(self, announcement):
        if announcement["what"] != "session.ended":
            real(self, announcement)

    swap(authorization.SocketAuthorization, "handle", handle)


PLANTS: dict[str, Callable[[], None]] = {name: globals()[name] for name in FOUND_AS}


def drop_constraint(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE channel_message DROP CONSTRAINT {name}")
