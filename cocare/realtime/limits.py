"""What one socket may ask of us."""

from collections import deque

COMMANDS_PER_SECOND = 50
COMMANDS_AT_ONCE = 200
BAD_FRAMES = 10
BAD_FRAMES_SECONDS = 60
TOPICS = 256


class Bucket:
    """A token bucket: COMMANDS_AT_ONCE in a burst, COMMANDS_PER_SECOND for ever."""

    __slots__ = ("_at", "_left")

    def __init__(self, now: float):
        self._at = now
        self._left = float(COMMANDS_AT_ONCE)

    def take(self, now: float) -> float:
        """0 when the command may run, else the seconds to wait."""
        self._left = min(COMMANDS_AT_ONCE, self._left + (now - self._at) * COMMANDS_PER_SECOND)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0
        return round((1 - self._left) / COMMANDS_PER_SECOND, 3)


class BadFrames:
    """Says when a client has sent too many frames that are none."""

    __slots__ = ("_times",)

    def __init__(self) -> None:
        self._times: deque[float] | None = None  # most clients never send one

    def one_more(self, now: float) -> bool:
        self._times = self._times or deque(maxlen=BAD_FRAMES)
        self._times.append(now)
        return len(self._times) == BAD_FRAMES and now - self._times[0] <= BAD_FRAMES_SECONDS
