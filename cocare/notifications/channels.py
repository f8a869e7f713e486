"""The routes outside the page: how each hands one outbox row over.

A further one (web push, a mini-program's template message, e-mail) is a class with `hand_over` in `register()`, and a
member of enums.Route.
"""

from typing import Protocol

from cocare.people.models import Account

from . import sms
from .enums import Route
from .models import Outgoing
from .sms import templates
from .sms.gateways.base import Message, NotAccepted


class Channel(Protocol):
    def hand_over(self, outgoing: Outgoing) -> None:
        """Give it to the outside. Raises Unreachable when trying again makes sense, NotAccepted when it does not."""


class SmsChannel:
    def hand_over(self, outgoing: Outgoing) -> None:
        phone = outgoing.address or self._phone_of(outgoing)
        sms.hand_over(Message(phone, templates.find(outgoing.template), outgoing.params))

    def _phone_of(self, outgoing: Outgoing) -> str:
        account = Account.objects.filter(person_id=outgoing.person_id, is_active=True, phone_verified=True).first()
        if account is None:
            raise NotAccepted("no_phone")
        return account.phone


_channels: dict[str, Channel] = {}


def register(route: str, channel: Channel) -> None:
    _channels[route] = channel


def find(route: str) -> Channel:
    return _channels[route]


def routes() -> list[Route]:
    """The routes that work in this installation."""
    return [Route(route) for route in _channels]


register(Route.SMS, SmsChannel())
