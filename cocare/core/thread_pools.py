"""Blocking work of the socket process: a few threads of our own, each with one database connection that it keeps.

`database_sync_to_async` would put all sockets' queries on one thread, and Django would close the connection after
each call (docs/decisions/001-a-hub-and-not-group-send.md).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from django.db import connections

T = TypeVar("T")

_pool = ThreadPoolExecutor(6, thread_name_prefix="realtime")
_background_pool = ThreadPoolExecutor(2, thread_name_prefix="realtime-watch")


async def run_in_pool(work: Callable[..., T], *args: Any) -> T:
    """Run `work(*args)` in a thread, with this task's language and clock, and await it."""
    return await _run(_pool, work, args)


async def run_in_background_pool(work: Callable[..., T], *args: Any) -> T:
    """The same in threads of their own for resync and authorization: a crowd that reconnects must not delay them."""
    return await _run(_background_pool, work, args)


async def _run(pool: ThreadPoolExecutor, work: Callable[..., T], args: tuple[Any, ...]) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, copy_context().run, _clean, work, args)


def _clean(work: Callable[..., T], args: tuple[Any, ...]) -> T:
    try:
        return work(*args)
    finally:
        for connection in connections.all(initialized_only=True):
            # A connection that failed may be dead (the database was restarted): the next call opens a new one.
            if connection.errors_occurred or connection.in_atomic_block:
                connection.close()
