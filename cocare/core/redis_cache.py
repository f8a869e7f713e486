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

TIMEOUT = 0.5  # seconds; Redis answers in a thousandth of it
RETRY_SECONDS = 2.0
# Django keeps 300 and throws out a third when it is full: limits would be forgotten.
MAX_ENTRIES = 20_000


class CircuitBreaker:
    """Whether Redis answers this process. While it does not, one call tries again every RETRY_SECONDS, alone."""

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
            self._ask_after = time.monotonic() + RETRY_SECONDS
            return True

    def answered(self) -> None:
        if self.is_away:
            self.is_away = False
            log.warning("cache.back")

    def failed(self, error: Exception) -> None:
        with self._lock:
            first, self.is_away = not self.is_away, True
            self._ask_after = time.monotonic() + RETRY_SECONDS
        if first:
            log.warning("cache.away", error=type(error).__name__)


@cache
def circuit_breaker_of(server: str) -> CircuitBreaker:
    return CircuitBreaker()


class FallbackRedisCache(RedisCache):
    """RedisCache with the memory of the process instead, for as long as Redis does not answer."""

    def __init__(self, server: str, params: dict[str, Any]):
        timeouts = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT}
        super().__init__(server, {**params, "OPTIONS": {**timeouts, **params.get("OPTIONS", {})}})
        self.breaker = circuit_breaker_of(server)
        self.memory = LocMemCache("instead of Redis", {**params, "OPTIONS": {"MAX_ENTRIES": MAX_ENTRIES}})

    @property
    def is_away(self) -> bool:
        return self.breaker.is_away

    def _ask(self, redis: Callable[..., Any], memory: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call the method of Redis, or the same one of the memory while Redis is away."""
        if self.breaker.may_ask():
            try:
                answer = redis(*args, **kwargs)
            except (RedisError, OSError) as error:
                # A full or read-only Redis refuses as surely as one that is gone.
                self.breaker.failed(error)
            else:
                self.breaker.answered()
                return answer
        return memory(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().add, self.memory.add, *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().get, self.memory.get, *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().set, self.memory.set, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().touch, self.memory.touch, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().delete, self.memory.delete, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().has_key, self.memory.has_key, *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().incr, self.memory.incr, *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().get_many, self.memory.get_many, *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().set_many, self.memory.set_many, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().delete_many, self.memory.delete_many, *args, **kwargs)

    def clear(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().clear, self.memory.clear, *args, **kwargs)
