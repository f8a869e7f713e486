"""Text messages to phones, whatever gateway carries them.

    sms.send("+8619900000001", "sign_in_code", {"code": "246810", "minutes": "5"}, ip=address)

A template that is marked `at_once` (sign-in codes) goes while the person waits, with a short timeout. Everything else
becomes an outbox row that a job hands over, with retries. Log lines carry masked numbers and never a text.
"""

import structlog
from django.utils.translation import gettext_lazy as _

from cocare.core.errors import Busy

from . import limits, templates
from .gateways import gateway
from .gateways.base import Message, NotAccepted, Unreachable
from .mask import masked

__all__ = ["NotSent", "hand_over", "masked", "send"]

log = structlog.get_logger(__name__)


class NotSent(Busy):
    """The gateway did not take the message; the person may ask again."""

    text = _("The text message could not be sent. Please try again in a minute.")


def send(phone: str, template: str, params: dict[str, str] | None = None, *, ip: str = "") -> None:
    """Send a text made from a registered template to a phone in E.164.

    Raises TooFast over the limits of a phone or an address, NotSent when a message that goes at once is not taken,
    KeyError for a template that nobody registered.
    """
    limits.check(phone, ip)
    message = Message(phone, templates.find(template), dict(params or {}))
    if not message.template.at_once:
        from ..services import outbox  # the outbox sends through this module

        outbox.queue_sms(phone=phone, template=template, params=message.params)
        return
    try:
        hand_over(message)
    except (Unreachable, NotAccepted) as error:
        raise NotSent from error


def hand_over(message: Message) -> str:
    """Give a message to the gateway now; answers the gateway's own id. Raises Unreachable or NotAccepted."""
    try:
        receipt = gateway().send(message)
    except (Unreachable, NotAccepted) as error:
        log.warning("sms.refused", phone=masked(message.phone), template=message.template.name, code=error.code)
        raise
    log.info("sms.handed", phone=masked(message.phone), template=message.template.name)
    return receipt
