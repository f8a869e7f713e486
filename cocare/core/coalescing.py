"""Questions that many ask at the same moment, put to the database as one.

After a restart a thousand sockets come back within seconds; with a look-up each they would wait for one another.
"""

import asyncio
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from .thread_pools import run_in_pool

Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")

MOST_AT_ONCE = 250


class Coalescer(Generic[Q, A]):
    """Collects what is asked while an answer is being looked up, and asks it together next.

    Who asks alone waits for nobody. `work` takes questions, in a thread, and answers those that have an answer.
    """

    def __init__(self, work: Callable[[list[Q]], dict[Q, A]]):
        self._work = work
        self._waiting: dict[Q, list[asyncio.Future[A | None]]] = {}
        self._task: asyncio.Task[None] | None = None

    async def ask(self, question: Q) -> A | None:
        """The answer, None where there is none. Raises what `work` raised."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[A | None] = loop.create_future()
        self._waiting.setdefault(question, []).append(answer)
        if self._task is None:
            self._task = loop.create_task(self._serve())
        return await answer

    async def _serve(self) -> None:
        try:
            while self._waiting:
                questions = list(self._waiting)[:MOST_AT_ONCE]
                askers = {question: self._waiting.pop(question) for question in questions}
                try:
                    answers = await run_in_pool(self._work, questions)
                except Exception as failure:  # each of them hears of it
                    for future in (one for many in askers.values() for one in many if not one.done()):
                        future.set_exception(failure)
                    continue
                for question, many in askers.items():
                    for future in (one for one in many if not one.done()):
                        future.set_result(answers.get(question))
        finally:
            self._task = None
