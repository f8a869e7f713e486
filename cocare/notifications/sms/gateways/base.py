from dataclasses import dataclass
from typing import Protocol

from ..templates import Template


@dataclass(frozen=True, slots=True)
class Message:
    phone: str
    template: Template
    params: dict[str, str]

    @property
    def text(self) -> str:
        return self.template.words(self.params)


class Unreachable(Exception):
    """The gateway did not answer, or said that it is overloaded: trying again makes sense."""

    code = "unreachable"


class NotAccepted(Exception):
    """The gateway answered and refused: the number, the text, or our account. Trying again does not help."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Gateway(Protocol):
    def send(self, message: Message) -> str:
        """Hand the message over; answers the gateway's id for it. Raises Unreachable or NotAccepted."""
