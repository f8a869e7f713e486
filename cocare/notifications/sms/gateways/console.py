"""The demo and the tests: nothing leaves the machine."""

import sys
from collections import deque

from cocare.people.phones import masked_e164

from .base import Message

outbox: deque[Message] = deque(maxlen=200)
"""The last messages of this process, for tests."""


class ConsoleGateway:
    """Writes the text where the program's output goes, the number masked."""

    def send(self, message: Message) -> str:
        outbox.append(message)
        sys.stderr.write(f"SMS {masked_e164(message.phone)}: {message.text}\n")
        return f"console-{len(outbox)}"
