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
THREADS = 6

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="realtime")


async def in_thread(work: Callable[..., T], *given: Any) -> T:
    """Run `work(*given)` in a thread, with this task's language and clock, and await it."""
    context = copy_context()
    return await asyncio.get_running_loop().run_in_executor(_pool, context.run, _clean, work, given)


def _clean(work: Callable[..., T], given: tuple[Any, ...]) -> T:
    try:
        return work(*given)
    finally:
        for connection in connections.all(initialized_only=True):
            # A connection that failed may be dead (the database was restarted): the next call opens a new one.
            if connection.errors_occurred or connection.in_atomic_block:
                connection.close()
