"""What carries frames between processes: one interface, over Redis or within one process.

Messages are bytes on named channels. A bus may lose, repeat and reorder them; the hub copes.
"""

from collections.abc import Callable
from typing import Protocol

from .redis_bus import RedisBus

OnMessage = Callable[[str, bytes], None]


class Bus(Protocol):
    @property
    def connected(self) -> bool:
        """True while a message that is published can go out."""

    def start(self) -> None:
        """Start on the running loop."""

    def publish(self, channel: str, message: bytes) -> None:
        """Send a message to every other process that subscribed. Never waits, never raises."""

    def subscribe(self, channel: str) -> None: ...
    def unsubscribe(self, channel: str) -> None: ...

    async def subscriptions_active(self) -> None:
        """Return when the subscriptions made so far are in force, or after a moment without Redis."""

    def stop(self) -> None: ...


class LocalBus:
    """For a single process: its hub hears what it publishes without any bus, so there is nothing to do."""

    connected = True

    def start(self) -> None: ...
    def publish(self, channel: str, message: bytes) -> None: ...
    def subscribe(self, channel: str) -> None: ...
    def unsubscribe(self, channel: str) -> None: ...
    async def subscriptions_active(self) -> None: ...
    def stop(self) -> None: ...


def bus_for(url: str, on_message: OnMessage, on_reconnect: Callable[[], None]) -> Bus:
    """Return the bus for a Redis address, or for none. `on_reconnect` is called when messages may have been missed."""
    return RedisBus(url, on_message, on_reconnect) if url else LocalBus()
