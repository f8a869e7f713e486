"""The WebSocket handshake: the page's Origin, the subprotocol, and the session cookie of the browser."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host

from cocare.core import database_outage
from cocare.core.coalescing import Coalescer

from .runtime import runtime
from .session_lookup import SignedIn, look_up_sessions
from .wire_format import SUBPROTOCOL

logger = logging.getLogger(__name__)

Headers = dict[bytes, bytes]
Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]
RETRY_HEADERS = [(b"retry-after", b"10"), (b"cache-control", b"no-store")]
# Only what a socket needs is passed on: the headers would stay in memory as long as it is open.
KEPT_SCOPE = ("type", "path", "root_path")


class HandshakeMiddleware:
    """ASGI middleware. It lets in who comes from one of our pages with a session in force; everybody else gets 403.

    While the database is away it answers 503, because nobody can be told apart, and clients come back with jitter.

    It hands the server's own `send` on, unwrapped: a wrapper would hide the transport that writer.py writes to.
    """

    def __init__(self, inner: App):
        self.inner = inner
        self.sessions = Coalescer(_look_up_logged)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        # Read before the session is: rights that change meanwhile are checked again once the socket is open.
        changes_heard = runtime().authorization.changes_heard
        try:
            signed_in = await self._signed_in(scope)
        except Exception as failure:
            if not database_outage.is_outage(failure):
                raise
            await receive()
            await send({"type": "websocket.http.response.start", "status": 503, "headers": RETRY_HEADERS})
            await send({"type": "websocket.http.response.body", "body": b""})
            return
        if signed_in is None:
            await reject(scope, receive, send)
            return
        kept = {name: scope[name] for name in KEPT_SCOPE if name in scope}
        await self.inner({**kept, "signed_in": signed_in, "changes_heard": changes_heard}, receive, send)

    async def _signed_in(self, scope: Scope) -> SignedIn | None:
        headers = dict(scope["headers"])
        key = session_key(headers)
        if key and origin_is_ours(headers) and SUBPROTOCOL in scope["subprotocols"]:
            return await self.sessions.ask(key)
        return None


async def reject(scope: Scope, receive: Any, send: Any) -> None:
    """Refuse a handshake with 403. A socket address that does not exist is refused in the same way."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})


def origin_is_ours(headers: Headers) -> bool:
    """Return whether the page that opens the socket is ours: the same host and port, or a trusted origin."""
    origin = headers.get(b"origin", b"").decode("latin-1")
    host = headers.get(b"host", b"").decode("latin-1")
    if not origin:
        return False
    name, _ = split_domain_port(host)
    same = urlsplit(origin).netloc == host and bool(name) and validate_host(name, settings.ALLOWED_HOSTS)
    return same or origin in settings.CSRF_TRUSTED_ORIGINS


def session_key(headers: Headers) -> str:
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    return cookies.get(settings.SESSION_COOKIE_NAME, "")


def _look_up_logged(keys: list[str]) -> dict[str, SignedIn]:
    """Look sessions up for many handshakes, with one line in the log if PostgreSQL is away."""
    try:
        return look_up_sessions(keys)
    except Exception as failure:
        database_outage.log_failure(logger, failure, "%d sockets are sent away", len(keys))
        raise
