"""The ASGI application of a process with sockets: pages to Django, sockets to the door, and a beginning and an end."""

import gc
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare
from prometheus_client import generate_latest

from . import runtime
from .consumer import Socket
from .door import App, Door, Scope, nowhere

PATH = "/ws/"
# A message leaves no cycles behind it, but some dozen objects while it is under way: by Python's own measure (700) the
# collector would come every few messages, for nothing.
COLLECTED_AFTER = (20_000, 20, 20)


def application_around(pages: App) -> App:
    """`pages` with the sockets beside them."""
    # One address, no parameters: a router would keep a copy of the scope and a coroutine more for each open socket.
    sockets = Door(Socket.as_asgi())

    async def application(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await (sockets if scope["path"] == PATH else nowhere)(scope, receive, send)
        elif scope["type"] == "lifespan":
            await lifespan(receive, send)
        elif scope["path"] == "/metrics":
            await figures(scope, send)
        else:
            await pages(scope, receive, send)

    return application


async def figures(scope: Scope, send: Any) -> None:
    """This process's counters for Prometheus, for whoever shows the health token; else there is nothing here."""
    given = dict(scope["headers"]).get(b"authorization", b"")
    token = settings.HEALTH_TOKEN
    known = bool(token) and constant_time_compare(given, f"Bearer {token}".encode())
    status, body = (200, generate_latest()) if known else (404, b"")
    headers = [(b"content-type", b"text/plain; version=0.0.4; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def lifespan(receive: Any, send: Any) -> None:
    """The hub lives as long as the server. Closing the sockets with 1012 is the server's own part."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            runtime.runtime()
            # The program itself is no garbage: a full collection would walk all of it, some 100 ms in which no
            # listener hears anything.
            gc.collect()
            gc.freeze()
            gc.set_threshold(*COLLECTED_AFTER)
            await send({"type": "lifespan.startup.complete"})
        else:
            runtime.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
