"""Django's Redis cache, and what stands in for it while Redis is away: the memory of each process.

So a page opens as ever, and no rate limit vanishes. Each process then counts by itself, from nought: at worst a limit
is as many times as wide as there are processes, and once more when Redis is back. Tries at claim codes and at sign-in
codes are counted in the database in any case.
"""

import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

PATIENCE = 0.5  # seconds; Redis answers in a thousandth of it
PAUSE = 2.0  # seconds
# Django keeps 300 and throws out a third when it is full: limits would be forgotten.
KEPT_AT_MOST = 20_000


class CircuitBreaker:
    """Whether Redis answers this process. While it does not, one call asks again every PAUSE; the others don't wait."""

    def __init__(self) -> None:
        self.is_away = False
        self._ask_after = 0.0
        self._lock = threading.Lock()

    def may_ask(self) -> bool:
        if not self.is_away:
            return True
        with self._lock:
            if time.monotonic() < self._ask_after:
                return False
            self._ask_after = time.monotonic() + PAUSE
            return True

    def answered(self) -> None:
        if self.is_away:
            self.is_away = False
            log.warning("cache.back")

    def failed(self, error: Exception) -> None:
        with self._lock:
            first, self.is_away = not self.is_away, True
            self._ask_after = time.monotonic() + PAUSE
        if first:
            log.warning("cache.away", error=type(error).__name__)


@cache
def circuit_breaker_of(server: str) -> CircuitBreaker:
    return CircuitBreaker()


def _spared(name: str) -> Callable[..., Any]:
    asked, instead = getattr(RedisCache, name), getattr(LocMemCache, name)

    def call(self: "FallbackRedisCache", *args: Any, **kwargs: Any) -> Any:
        if self.line.may_ask():
            try:
                answer = asked(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                # A full or read-only Redis refuses as surely as one that is gone.
                self.line.failed(error)
            else:
                self.line.answered()
                return answer
        return instead(self.spare, *args, **kwargs)

    return call


class FallbackRedisCache(RedisCache):
    """RedisCache with the memory of the process instead, for as long as Redis does not answer."""

    def __init__(self, server: str, params: dict[str, Any]):
        waits = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
        super().__init__(server, {**params, "OPTIONS": {**waits, **params.get("OPTIONS", {})}})
        self.line = circuit_breaker_of(server)
        self.spare = LocMemCache("instead of Redis", {**params, "OPTIONS": {"MAX_ENTRIES": KEPT_AT_MOST}})

    @property
    def is_away(self) -> bool:
        return self.line.is_away

    add, get, set, touch, delete, has_key, incr = map(
        _spared, ("add", "get", "set", "touch", "delete", "has_key", "incr")
    )
    get_many, set_many, delete_many, clear = map(_spared, ("get_many", "set_many", "delete_many", "clear"))
