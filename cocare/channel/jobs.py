"""Background work: members are notified off the path of a send, conversations open when their relation begins."""

import logging

from django.db import DatabaseError, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from .services.notify_requests import TASK as NOTIFY
from .services.notifying import notify_waiting
from .services.opening import open_missing_conversations

logger = logging.getLogger(__name__)

OPEN = "channel.open"


@app.task(name=NOTIFY, queueing_lock=NOTIFY, lock=NOTIFY)
def notify_members() -> None:
    notified = notify_waiting()
    if notified:
        logger.info("notified of new messages in %d conversations", notified)


@app.periodic(cron="* * * * *")
@app.task(name="channel.notify_missed", queueing_lock="channel.notify_missed", lock=NOTIFY)
def notify_missed(timestamp: int) -> None:
    notify_waiting()


@app.task(name=OPEN, queueing_lock=OPEN, lock=OPEN)
def open_conversations() -> None:
    opened = open_missing_conversations()
    if opened:
        logger.info("opened %d conversations", opened)


@app.periodic(cron="*/5 * * * *")
@app.task(name="channel.open_missed", queueing_lock="channel.open_missed", lock=OPEN)
def open_missed(timestamp: int) -> None:
    """Relations have a first day: nobody writes anything when it comes."""
    open_missing_conversations()


def request_opening(**_: object) -> None:
    """Handler of `authority.changed`: after the commit, ask for the job that opens what the new relation needs."""
    transaction.on_commit(_defer_opening, robust=True)


def _defer_opening() -> None:
    try:
        open_conversations.defer()
    except AlreadyEnqueued:
        pass  # the waiting one will look at everything
    except DatabaseError:
        # The look every five minutes will find it.
        logger.warning("could not ask for the opening of conversations", exc_info=True)
