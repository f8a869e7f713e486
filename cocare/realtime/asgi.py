"""The ASGI application of a process with sockets: pages go to Django, sockets to the consumer, and the lifespan."""

import gc
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare
from prometheus_client import generate_latest

from . import runtime
from .consumer import SocketConsumer
from .handshake import App, HandshakeMiddleware, Scope, reject

SOCKET_PATH = "/ws/"
# A message leaves no cycles behind it, but some dozen objects while it is under way: by Python's own measure (700) the
# collector would come every few messages, for nothing.
GC_THRESHOLDS = (20_000, 20, 20)


def application_around(pages: App) -> App:
    """Return an application that serves `pages` and sockets."""
    # One address, no parameters: a router would keep a copy of the scope and a coroutine more for each open socket.
    sockets = HandshakeMiddleware(SocketConsumer.as_asgi())

    async def application(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await (sockets if scope["path"] == SOCKET_PATH else reject)(scope, receive, send)
        elif scope["type"] == "lifespan":
            await lifespan(receive, send)
        elif scope["path"] == "/metrics":
            await metrics_page(scope, send)
        else:
            await pages(scope, receive, send)

    return application


async def metrics_page(scope: Scope, send: Any) -> None:
    """Answer with this process's metrics for who shows the health token, with 404 for everybody else."""
    shown = dict(scope["headers"]).get(b"authorization", b"")
    token = settings.HEALTH_TOKEN
    allowed = bool(token) and constant_time_compare(shown, f"Bearer {token}".encode())
    status, body = (200, generate_latest()) if allowed else (404, b"")
    headers = [(b"content-type", b"text/plain; version=0.0.4; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def lifespan(receive: Any, send: Any) -> None:
    """Start and stop the runtime with the server. The server itself closes the sockets, with 1012."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            runtime.runtime()
            # The program itself is no garbage: a full collection would walk all of it, some 100 ms in which no
            # listener hears anything.
            gc.collect()
            gc.freeze()
            gc.set_threshold(*GC_THRESHOLDS)
            await send({"type": "lifespan.startup.complete"})
        else:
            runtime.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
