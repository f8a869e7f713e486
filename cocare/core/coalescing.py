"""Merges questions that many tasks ask at the same moment into one call of the database.

After a restart a thousand sockets come back within seconds; with a look-up each they would wait for one another.
"""

import asyncio
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from .thread_pools import run_in_pool

Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")

MAX_BATCH = 250


class Coalescer(Generic[Q, A]):
    """Collects what is asked while a call is under way, and asks it together in the next one.

    A single asker waits for nobody. `work` runs in a thread: it takes questions and returns the answers it has.
    """

    def __init__(self, work: Callable[[list[Q]], dict[Q, A]]):
        self._work = work
        self._waiting: dict[Q, list[asyncio.Future[A | None]]] = {}
        self._task: asyncio.Task[None] | None = None

    async def ask(self, question: Q) -> A | None:
        """Return the answer, None where there is none. Raise what `work` raised."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[A | None] = loop.create_future()
        self._waiting.setdefault(question, []).append(answer)
        if self._task is None:
            self._task = loop.create_task(self._serve())
        return await answer

    async def _serve(self) -> None:
        try:
            while self._waiting:
                questions = list(self._waiting)[:MAX_BATCH]
                askers = {question: self._waiting.pop(question) for question in questions}
                try:
                    answers = await run_in_pool(self._work, questions)
                except Exception as failure:  # raised at each asker
                    for future in (future for futures in askers.values() for future in futures if not future.done()):
                        future.set_exception(failure)
                    continue
                for question, futures in askers.items():
                    for future in (future for future in futures if not future.done()):
                        future.set_result(answers.get(question))
        finally:
            self._task = None
