"""The outbox: rows written with what caused them, delivered by a job after the commit."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from procrastinate.contrib.django import app

from cocare.core import clock

from .. import kinds, transports
from ..enums import DeliveryState, Route
from ..errors import NotAccepted, Unreachable
from ..models import Notification, OutboxMessage
from ..queries import wanted_by_route

JOB = "cocare.notifications.jobs.deliver"  # by name: jobs call this module
log = structlog.get_logger(__name__)


@transaction.atomic
def queue_text(*, phone: str, template: str, params: dict[str, str]) -> OutboxMessage:
    """Put one text message to a number into the outbox."""
    message = OutboxMessage.objects.create(route=Route.SMS, address=phone, template=template, params=params)
    _defer([message])
    return message


def queue_notifications(kind: kinds.NoticeKind, notifications: Sequence[Notification]) -> None:
    """Put fresh notices into the outbox for every route that their people want."""
    messages = [
        OutboxMessage(route=route, person_id=notification.person_id, notification=notification, template="notice")
        for route in transports.routes()
        for notification in (wanted_by_route(kind, notifications, route) if notifications else ())
    ]
    OutboxMessage.objects.bulk_create(messages, batch_size=1000)
    _defer(messages)


def _defer(messages: Sequence[OutboxMessage]) -> None:
    calls: list[dict[str, Any]] = [{"message_id": str(message.pk)} for message in messages]
    if calls:
        app.configure_task(JOB).batch_defer(*calls)


def deliver(*, message_id: UUID | str) -> None:
    """Give one outbox row to its route, once. Raise Unreachable when the caller should try again later."""
    with transaction.atomic():
        queued = OutboxMessage.objects.filter(pk=message_id, state=DeliveryState.QUEUED)
        message = queued.select_for_update(skip_locked=True).first()
        if message is None:
            return
        reached = _attempt(message)
        message.save(update_fields=["tries", "state", "failure", "address", "handed_over_at"])
    if not reached:
        raise Unreachable  # after the commit: the try is counted


def _attempt(message: OutboxMessage) -> bool:
    """Try the route and note on the row what came of it. Return False when nobody answered there."""
    message.tries += 1
    try:
        transports.find(message.route).deliver(message)
    except Unreachable:
        return False
    except NotAccepted as error:
        message.state, message.failure, message.address = DeliveryState.FAILED, error.code, ""
        log.warning("outbox.refused", message=str(message.pk), route=message.route, code=error.code)
    else:
        message.state, message.handed_over_at, message.address = DeliveryState.HANDED_OVER, clock.now(), ""
    return True
