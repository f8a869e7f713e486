"""Blocking work of the socket process: a few threads of our own, each with one database connection that it keeps.

`database_sync_to_async` would put all sockets' queries on one thread, and Django would close the connection after
each call (see docs/decisions on the hub).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from django.db import connections

T = TypeVar("T")

_pool = ThreadPoolExecutor(6, thread_name_prefix="realtime")
_watch = ThreadPoolExecutor(2, thread_name_prefix="realtime-watch")


async def run_in_pool(work: Callable[..., T], *given: Any) -> T:
    """Run `work(*given)` in a thread, with this task's language and clock, and await it."""
    return await _run(_pool, work, given)


async def run_in_background_pool(work: Callable[..., T], *given: Any) -> T:
    """The same in threads kept for repair and authority: a crowd that comes back must not keep them waiting."""
    return await _run(_watch, work, given)


async def _run(pool: ThreadPoolExecutor, work: Callable[..., T], given: tuple[Any, ...]) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, copy_context().run, _clean, work, given)


def _clean(work: Callable[..., T], given: tuple[Any, ...]) -> T:
    try:
        return work(*given)
    finally:
        for connection in connections.all(initialized_only=True):
            # A connection that failed may be dead (the database was restarted): the next call opens a new one.
            if connection.errors_occurred or connection.in_atomic_block:
                connection.close()
