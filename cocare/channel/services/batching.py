"""The socket's way to `post_batch`: what arrives within one tick of the loop goes into one transaction.

Sharded by conversation: while one batch of a shard is being committed the next one gathers, so a busy one costs one
commit at a time and a quiet one waits for nobody. Every shard has a thread, and with it a connection, of its own.
"""

import asyncio
import contextvars
import logging
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakKeyDictionary

from cocare.core.errors import Busy, DomainError

from .outgoing import Outcome, OutgoingMessage, SendResult
from .posting import post_batch

logger = logging.getLogger(__name__)

SHARDS = 4
LARGEST = 200


class Shard:
    """One queue, one thread, one batch at a time."""

    def __init__(self, number: int):
        self.waiting: deque[tuple[OutgoingMessage, asyncio.Future[Outcome]]] = deque()
        self.thread = ThreadPoolExecutor(1, thread_name_prefix=f"send-{number}")
        self.task: asyncio.Task | None = None

    def add(self, item: OutgoingMessage) -> asyncio.Future[Outcome]:
        future = asyncio.get_running_loop().create_future()
        self.waiting.append((item, future))
        if self.task is None:
            # A task starts in the next tick: whatever arrives in this one comes along.
            self.task = asyncio.create_task(self.run())
        return future

    async def run(self) -> None:
        try:
            while self.waiting:
                batch = [self.waiting.popleft() for _ in range(min(LARGEST, len(self.waiting)))]
                await self.commit(batch)
        finally:
            self.task = None

    async def commit(self, batch: list[tuple[OutgoingMessage, asyncio.Future[Outcome]]]) -> None:
        items = [item for item, _ in batch]
        # A frozen clock of a test, the language: what the sender's context holds, the thread sees too.
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        try:
            outcomes = await loop.run_in_executor(self.thread, context.run, post_batch, items)
        except Exception:
            logger.exception("a batch of %d messages failed", len(items))
            outcomes = [Busy() for _ in items]
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            # The sender may be gone; what was committed stays and will answer a repeated send.
            if not future.done():
                future.set_result(outcome)


class Batcher:
    """All shards of one event loop."""

    def __init__(self):
        self.shards = [Shard(number) for number in range(SHARDS)]

    async def send(self, item: OutgoingMessage) -> SendResult:
        """Send one message, together with whatever else is under way. Return after the commit.

        Raise the DomainError that kept it back.
        """
        outcome = await self.shards[item.conversation_id.int % SHARDS].add(item)
        if isinstance(outcome, DomainError):
            raise outcome
        return outcome


_batchers: WeakKeyDictionary[asyncio.AbstractEventLoop, Batcher] = WeakKeyDictionary()


def batcher() -> Batcher:
    """Return the batcher of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _batchers:
        _batchers[loop] = Batcher()
    return _batchers[loop]
