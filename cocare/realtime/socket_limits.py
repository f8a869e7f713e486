"""How much one socket may ask of the server."""

from collections import deque

COMMANDS_PER_SECOND = 50
COMMAND_BURST = 200
BAD_FRAMES = 10
BAD_FRAMES_SECONDS = 60
MAX_TOPICS = 256


class TokenBucket:
    """A token bucket: COMMAND_BURST at once, COMMANDS_PER_SECOND for ever. Times are in seconds."""

    __slots__ = ("_at", "_left")

    def __init__(self, now: float):
        self._at = now
        self._left = float(COMMAND_BURST)

    def take(self, now: float) -> float:
        """Return 0 when the command may run, else the seconds to wait."""
        self._left = min(COMMAND_BURST, self._left + (now - self._at) * COMMANDS_PER_SECOND)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0
        return round((1 - self._left) / COMMANDS_PER_SECOND, 3)


class BadFrameCounter:
    """Counts the frames of a client that break the protocol."""

    __slots__ = ("_times",)

    def __init__(self) -> None:
        self._times: deque[float] | None = None  # most clients never send one

    def count(self, now: float) -> bool:
        """Count one more. Return whether there were BAD_FRAMES within BAD_FRAMES_SECONDS."""
        self._times = self._times or deque(maxlen=BAD_FRAMES)
        self._times.append(now)
        return len(self._times) == BAD_FRAMES and now - self._times[0] <= BAD_FRAMES_SECONDS
