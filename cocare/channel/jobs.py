"""Telling people outside the page, off the path of a send.

Every conversation remembers up to where people were told. A send only asks that somebody looks; a look once a minute
finds what a crash between commit and asking has left.
"""

import logging
import threading
import time

from django.db import DatabaseError, connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from . import telling

logger = logging.getLogger(__name__)

PAUSE = 0.5  # seconds: sends within it share one job

_asked = threading.Event()
_threads: list[threading.Thread] = []
_lock = threading.Lock()


@app.task(name="channel.tell", queueing_lock="channel.tell", lock="channel.tell")
def tell() -> None:
    told = telling.tell_waiting()
    if told:
        logger.info("told of new messages in %d conversations", told)


@app.periodic(cron="* * * * *")
@app.task(name="channel.tell_rest", queueing_lock="channel.tell_rest", lock="channel.tell")
def tell_rest(timestamp: int) -> None:
    telling.tell_waiting()


def tell_soon() -> None:
    """Ask for `tell` once, soon. From any thread; costs the caller nothing."""
    _asked.set()
    with _lock:
        if not any(thread.is_alive() for thread in _threads):
            _threads[:] = [threading.Thread(target=_ask, name="tell-soon", daemon=True)]
            _threads[0].start()


def _ask() -> None:
    """Ends when nobody asked for a while, and gives its connection back."""
    try:
        while _asked.wait(PAUSE) or not _ended():
            _asked.clear()
            defer()
            time.sleep(PAUSE)
    finally:
        connection.close()


def _ended() -> bool:
    """Leave, unless somebody asked at this very moment and counts on this thread."""
    with _lock:
        if _asked.is_set():
            return False
        _threads.clear()
        return True


def defer() -> None:
    try:
        tell.defer()
    except AlreadyEnqueued:
        pass  # the waiting one will look at everything
    except DatabaseError:
        # The look once a minute will find it.
        logger.warning("could not ask for the telling of new messages", exc_info=True)
