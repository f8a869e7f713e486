"""The outbox: rows written with what caused them, handed over by a job after the commit."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from django.db import transaction
from procrastinate.contrib.django import app

from cocare.core import clock

from .. import channels, kinds
from ..enums import Stage
from ..models import Notification, Outgoing
from ..sms.gateways.base import NotAccepted, Unreachable
from .preferences import wanting

JOB = "cocare.notifications.jobs.hand_over"  # by name: jobs call this module
log = structlog.get_logger(__name__)


@transaction.atomic
def queue_sms(*, phone: str, template: str, params: dict[str, str]) -> Outgoing:
    """Put one text message to a number into the outbox."""
    row = Outgoing.objects.create(route="sms", address=phone, template=template, params=params)
    _defer([row])
    return row


def queue_for(kind: kinds.Kind, notices: Sequence[Notification]) -> None:
    """Put fresh notices into the outbox for every route that their people want."""
    rows = [
        Outgoing(route=route, person_id=notice.person_id, notification=notice, template="notice")
        for route in channels.routes()
        for notice in (wanting(kind, notices, route) if notices else ())
    ]
    Outgoing.objects.bulk_create(rows, batch_size=1000)
    _defer(rows)


def _defer(rows: Sequence[Outgoing]) -> None:
    if rows:
        app.configure_task(JOB).batch_defer(*({"outgoing_id": str(row.pk)} for row in rows))


def hand_over(*, outgoing_id: UUID | str) -> None:
    """Give one outbox row to its route, once. Raises Unreachable when the caller should try again later."""
    with transaction.atomic():
        row = Outgoing.objects.select_for_update(skip_locked=True).filter(pk=outgoing_id, state=Stage.QUEUED).first()
        if row is None:
            return
        row.tries += 1
        try:
            channels.find(row.route).hand_over(row)
        except Unreachable:
            unreachable = True
        except NotAccepted as error:
            unreachable = False
            row.state, row.failure, row.address = Stage.FAILED, error.code, ""
            log.warning("outgoing.refused", outgoing=str(row.pk), route=row.route, code=error.code)
        else:
            unreachable = False
            row.state, row.handed_at, row.address = Stage.HANDED, clock.now(), ""
        row.save(update_fields=["tries", "state", "failure", "address", "handed_at"])
    if unreachable:
        raise Unreachable
