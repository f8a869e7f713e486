"""What stands before the sockets: the Origin, the subprotocol, the session."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from cocare.core import database_outage
from cocare.core.coalescing import Coalescer

from .handshake import admit, origin_is_ours, session_key
from .runtime import runtime
from .wire import SUBPROTOCOL

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]
COME_BACK = [(b"retry-after", b"10"), (b"cache-control", b"no-store")]


class Door:
    """Lets in who comes from one of our pages with a session in force; everybody else gets 403.

    While the database is away nobody can be told apart: 503, and clients come back with jitter.

    It hands the server's own `send` on, unwrapped: a wrapper would hide the transport that outlet.py writes to.
    """

    def __init__(self, inner: App):
        self.inner = inner
        self.keeper = Coalescer(admit)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        admission, orders, key = None, runtime().authority.orders, session_key(headers)
        if key and origin_is_ours(headers) and SUBPROTOCOL in scope["subprotocols"]:
            try:
                admission = await self.keeper.ask(key)
            except Exception as failure:
                if not database_outage.is_away(failure):
                    raise
                await receive()
                await send({"type": "websocket.http.response.start", "status": 503, "headers": COME_BACK})
                await send({"type": "websocket.http.response.body", "body": b""})
                return
        if admission is None:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        # Only what a socket needs: the headers would stay in memory as long as it is open.
        kept = {key: scope[key] for key in ("type", "path", "root_path") if key in scope}
        await self.inner({**kept, "admission": admission, "orders": orders}, receive, send)


async def nowhere(scope: Scope, receive: Any, send: Any) -> None:
    """A socket address that does not exist: 403, like any other refusal at the door."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})
