from dataclasses import dataclass
from typing import Protocol

from ..templates import TextTemplate


@dataclass(frozen=True, slots=True)
class Message:
    """A text to a phone in E.164."""

    phone: str
    template: TextTemplate
    params: dict[str, str]

    @property
    def text(self) -> str:
        return self.template.render(self.params)


class Gateway(Protocol):
    def send(self, message: Message) -> str:
        """Hand the message over. Return the gateway's id for it. Raise Unreachable or NotAccepted."""
