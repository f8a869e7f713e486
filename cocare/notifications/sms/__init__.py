"""Text messages to phones, whatever gateway carries them. Log lines carry masked numbers and never a text."""

import structlog

from cocare.people.phones import masked_e164

from ..errors import NotAccepted, Unreachable
from .gateways import gateway
from .gateways.base import Message

log = structlog.get_logger(__name__)


def deliver(message: Message) -> str:
    """Give a message to the gateway now. Return the gateway's own id. Raise Unreachable or NotAccepted."""
    phone, template = masked_e164(message.phone), message.template.name
    try:
        receipt = gateway().send(message)
    except (Unreachable, NotAccepted) as error:
        log.warning("sms.refused", phone=phone, template=template, code=error.code)
        raise
    log.info("sms.handed_over", phone=phone, template=template)
    return receipt
