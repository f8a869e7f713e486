"""The ways out of the page: how each delivers one message of the outbox.

A further one (web push, a mini-program's template message, e-mail) is a class with `deliver` in `register()`, and a
member of enums.Route.
"""

from typing import Protocol

from django.db.models import Q

from cocare.people.models import Account

from . import sms
from .enums import Route
from .errors import NotAccepted
from .models import OutboxMessage
from .sms import templates
from .sms.gateways.base import Message


class Transport(Protocol):
    def deliver(self, message: OutboxMessage) -> None:
        """Give it to the outside. Raise Unreachable when trying again makes sense, NotAccepted when it does not."""


class SmsTransport:
    def deliver(self, message: OutboxMessage) -> None:
        phone = message.address or self._phone_of(message)
        sms.deliver(Message(phone, templates.find(message.template), message.params))

    def _phone_of(self, message: OutboxMessage) -> str:
        account = Account.objects.filter(Q(person=message.person_id), is_active=True, phone_verified=True).first()
        if account is None:
            raise NotAccepted("no_phone")
        return account.phone


_transports: dict[str, Transport] = {}


def register(route: str, transport: Transport) -> None:
    """Make a route work in this installation."""
    _transports[route] = transport


def find(route: str) -> Transport:
    return _transports[route]


def routes() -> list[Route]:
    """Return the routes that work in this installation."""
    return [Route(route) for route in _transports]


register(Route.SMS, SmsTransport())
