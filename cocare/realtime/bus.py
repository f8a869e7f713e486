"""What carries frames between processes: one interface of four verbs, two carriers.

Messages are bytes on named channels. A carrier may lose, repeat and reorder them; the hub copes.
"""

from collections.abc import Callable
from typing import Protocol

from .redis_bus import RedisBus

OnMessage = Callable[[str, bytes], None]


class Bus(Protocol):
    @property
    def connected(self) -> bool:
        """Whether a message handed over now has a line to go by."""

    def start(self) -> None:
        """Begin to carry, on the running loop."""

    def publish(self, channel: str, message: bytes) -> None:
        """Hand a message to every other process that subscribed. Never waits, never raises."""

    def subscribe(self, channel: str) -> None: ...
    def unsubscribe(self, channel: str) -> None: ...

    async def settled(self) -> None:
        """Until the subscriptions made so far are in force, or a moment has passed without the carrier."""

    def stop(self) -> None: ...


class LocalBus:
    """For one process: the hub hears what its own process publishes without any carrier, so there is nothing to do."""

    connected = True

    def start(self) -> None: ...
    def publish(self, channel: str, message: bytes) -> None: ...
    def subscribe(self, channel: str) -> None: ...
    def unsubscribe(self, channel: str) -> None: ...
    async def settled(self) -> None: ...
    def stop(self) -> None: ...


def bus_for(url: str, on_message: OnMessage, on_back: Callable[[], None]) -> Bus:
    """The carrier that the settings ask for. `on_back` is called when messages may have been missed."""
    return RedisBus(url, on_message, on_back) if url else LocalBus()
