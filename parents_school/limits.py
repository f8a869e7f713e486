"""How often the public check may be asked from one address."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from cocare.core import clock
from cocare.core.errors import TooFast

PER_MINUTE = 30
MINUTE = 60


def allow_check(request: HttpRequest) -> None:
    """Count one look-up. Raises TooFast over PER_MINUTE from one address (the proxy's word on it is believed as
    settings say).
    """
    now = int(clock.now().timestamp())
    key = f"parents_school:verify:{get_adapter().get_client_ip(request)}:{now // MINUTE}"
    cache.add(key, 0, 2 * MINUTE)
    if cache.incr(key) > PER_MINUTE:
        raise TooFast(retry_after=MINUTE - now % MINUTE)
