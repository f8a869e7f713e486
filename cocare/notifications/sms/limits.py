"""How many texts one phone and one address may cause, whoever asks for them."""

import hashlib

from django.conf import settings
from django.core.cache import cache

from cocare.core import clock
from cocare.core.errors import TooFast

# (times, seconds). A school's families share one address on its opening evening, so that one is wide.
PER_PHONE = ((5, 600), (20, 86400))
PER_ADDRESS = ((600, 3600),)


def check(phone: str, ip: str = "") -> None:
    """Count one text. Raises TooFast when the phone or the address had enough. Nothing is counted for the console."""
    if not getattr(settings, "SMS_LIMITED", settings.SMS_PROVIDER != "console"):
        return
    for subject, windows in (("phone:" + phone, PER_PHONE), ("ip:" + ip, PER_ADDRESS if ip else ())):
        for times, seconds in windows:
            _count(subject, times, seconds)


def _count(subject: str, times: int, seconds: int) -> None:
    passed = clock.now().timestamp() % seconds
    window = int(clock.now().timestamp() // seconds)
    # The number itself does not go into the cache.
    digest = hashlib.blake2b(subject.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
    key = f"sms:{digest}:{seconds}:{window}"
    if cache.add(key, 1, seconds):
        return
    try:
        used = cache.incr(key)
    except ValueError:
        cache.set(key, used := 1, seconds)
    if used > times:
        raise TooFast(retry_after=seconds - passed)
