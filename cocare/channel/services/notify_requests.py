"""Asking for the job that notifies members, from the path of a send.

Every conversation remembers up to where its members were notified. A send only asks that somebody looks; a look once
a minute finds what a crash between commit and asking has left.
"""

import logging
import threading
import time

from django.db import DatabaseError, connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

logger = logging.getLogger(__name__)

TASK = "channel.notify"
PAUSE = 0.5  # seconds: sends within it share one job

_requested = threading.Event()
_threads: list[threading.Thread] = []
_lock = threading.Lock()


def request_notifying() -> None:
    """Ask for the job once, soon. From any thread; costs the caller nothing."""
    _requested.set()
    with _lock:
        if not any(thread.is_alive() for thread in _threads):
            _threads[:] = [threading.Thread(target=_work, name="request-notifying", daemon=True)]
            _threads[0].start()


def _work() -> None:
    """Ends when nobody asked for a while, and gives its connection back."""
    try:
        while _requested.wait(PAUSE) or not _has_ended():
            _requested.clear()
            defer_notify_job()
            time.sleep(PAUSE)
    finally:
        connection.close()


def _has_ended() -> bool:
    """Leave, unless somebody asked at this very moment and counts on this thread."""
    with _lock:
        if _requested.is_set():
            return False
        _threads.clear()
        return True


def defer_notify_job() -> None:
    """Put the job into the queue, unless one waits there already."""
    try:
        app.configure_task(TASK, queueing_lock=TASK, lock=TASK).defer()
    except AlreadyEnqueued:
        pass  # the waiting one will look at everything
    except DatabaseError:
        # The look once a minute will find it.
        logger.warning("could not ask for the notifying of members", exc_info=True)
