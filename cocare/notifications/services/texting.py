"""Text messages to a phone number, at once or by the outbox."""

from django.conf import settings

from cocare.core.rate_limits import count_attempt

from .. import sms
from ..errors import NotAccepted, TextNotSent, Unreachable
from ..sms import templates
from ..sms.gateways.base import Message
from . import outbox

# (times, seconds) that one phone and one address may cause, whoever asks. A school's families share one address on
# its opening evening, so that one is wide.
PER_PHONE = ((5, 600), (20, 86400))
PER_ADDRESS = ((600, 3600),)


def send_text(*, phone: str, template: str, params: dict[str, str] | None = None, ip: str = "") -> None:
    """Send a text made from a registered template to a phone in E.164.

    A template that is marked `at_once` (sign-in codes) goes while the person waits, with a short timeout. Everything
    else becomes an outbox row that a job delivers, with retries.

    Raise TooFast over the limits of a phone or an address, NotSent when a message that goes at once is not taken,
    KeyError for a template that nobody registered.
    """
    count_text(phone, ip)
    message = Message(phone, templates.find(template), dict(params or {}))
    if not message.template.at_once:
        outbox.queue_text(phone=phone, template=template, params=message.params)
        return
    try:
        sms.deliver(message)
    except (Unreachable, NotAccepted) as error:
        raise TextNotSent from error


def count_text(phone: str, ip: str = "") -> None:
    """Count one text. Raise TooFast when the phone or the address had enough. Nothing is counted for the console."""
    if not getattr(settings, "SMS_LIMITED", settings.SMS_PROVIDER != "console"):
        return
    for times, seconds in PER_PHONE:
        count_attempt("text.phone", phone, times=times, seconds=seconds)
    if ip:
        for times, seconds in PER_ADDRESS:
            count_attempt("text.address", ip, times=times, seconds=seconds)
