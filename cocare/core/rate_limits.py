"""How often one subject may do one thing. Counted in the cache, so that all processes count together."""

import hashlib

from django.conf import settings
from django.core.cache import cache

from . import clock
from .errors import TooFast


def count_attempt(what: str, subject: str, *, times: int, seconds: int) -> None:
    """Count one `what` of `subject` (an account, an address, a phone).

    Raise TooFast when it is more than `times` within the running span of `seconds`; `retry_after` is the rest of it.
    The cache holds no subject, only a keyed digest of it.
    """
    now = clock.now().timestamp()
    key = f"limit:{what}:{_digest(subject)}:{seconds}:{int(now // seconds)}"
    if cache.add(key, 1, seconds):
        return
    try:
        used = cache.incr(key)
    except ValueError:  # the span ended between the two calls
        cache.set(key, used := 1, seconds)
    if used > times:
        raise TooFast(retry_after=seconds - now % seconds)


def _digest(subject: str) -> str:
    return hashlib.blake2b(subject.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
