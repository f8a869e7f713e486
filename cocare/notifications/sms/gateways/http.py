"""One POST to a gateway, with the few seconds that a person who waits for a code has."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ...errors import NotAccepted, Unreachable

TIMEOUT = 4
SERVER_TROUBLE = 500
TOO_MANY = 429
LARGEST_ANSWER = 64 * 1024


class _NoRedirect(HTTPRedirectHandler):
    """A signed request must not be repeated at another address."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = build_opener(_NoRedirect)


def address(default: str = "") -> str:
    """Return where the gateway is: SMS_GATEWAY_URL, else the provider's own public address."""
    url = settings.SMS_GATEWAY_URL or default
    if urlsplit(url).scheme not in ("https", "http"):
        raise ImproperlyConfigured("SMS_GATEWAY_URL is not an address.")
    return url


def host(url: str) -> str:
    return urlsplit(url).netloc


def post(url: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """Return the JSON object that the gateway answers. Raise Unreachable or NotAccepted."""
    request = Request(url, data=body, headers=headers, method="POST")  # noqa: S310  # address() lets only http(s) in
    try:
        with _opener.open(request, timeout=TIMEOUT) as answer:
            reply = json.loads(answer.read(LARGEST_ANSWER))
    except HTTPError as error:
        if error.code >= SERVER_TROUBLE or error.code == TOO_MANY:
            raise Unreachable from error
        raise NotAccepted(f"http_{error.code}") from error
    except (URLError, OSError, ValueError) as error:
        raise Unreachable from error
    if not isinstance(reply, dict):
        raise Unreachable
    return reply
