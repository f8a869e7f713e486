"""A small reverse proxy for development: one address before many processes. Production has nginx (deploy/nginx.conf).

    python -m cocare.embedded.reverse_proxy --port 8000 --sockets 8101,8102 --pages 8201,8202

Each request goes to the next process of its kind, so that whatever depends on which process serves whom is found.
"""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import suppress

from cocare.embedded.child_processes import HOST

MAX_HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 75
CHUNK_BYTES = 64 * 1024
REPLACED_HEADERS = (b"connection:", b"x-forwarded-", b"x-real-ip:")
UNAVAILABLE = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class ReverseProxy:
    """Passes each request to the next process of its kind. The lists hold ports."""

    def __init__(self, sockets: Sequence[int], pages: Sequence[int]) -> None:
        self.sockets, self.pages = list(sockets), list(pages)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one request of a browser: its head says where it goes; bytes are relayed until a side closes."""
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_SECONDS)
            is_socket = head.split(b" ", 2)[1].startswith(b"/ws/")
            answer = await forward_head(
                self.sockets if is_socket else self.pages,
                rewrite_head(head, writer.get_extra_info("peername")[0], is_socket=is_socket),
                retry=not is_socket and head.startswith((b"GET ", b"HEAD ")),
            )
            if answer is None:
                writer.write(UNAVAILABLE)
                return
            (back, out), first = answer
            writer.write(first)
            going = asyncio.create_task(relay(reader, out))
            try:
                await relay(back, writer)
            finally:
                going.cancel()
                out.close()
        except (OSError, TimeoutError, IndexError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the browser or the process left; neither of them needs to hear of it
        finally:
            writer.close()


async def forward_head(ports: list[int], head: bytes, *, retry: bool) -> tuple[Connection, bytes] | None:
    """Return a connection that took the head, and its first bytes; None when there is no process to ask.

    With `retry` (the request only reads) the first bytes are waited for: a process that dies instead of
    answering is left for the next.
    """
    for _ in ports:
        connection = await connect(ports)
        if connection is None:
            return None
        with suppress(OSError):
            connection[1].write(head)
            first = await connection[0].read(CHUNK_BYTES) if retry else b""
            if first or not retry:
                return connection, first
        connection[1].close()
    return None


async def connect(ports: list[int]) -> Connection | None:
    """Return a connection to the next process that takes it; one that is just being restarted is passed over."""
    for _ in range(len(ports)):
        port = ports.pop(0)
        ports.append(port)
        with suppress(OSError):
            return await asyncio.open_connection(HOST, port)
    return None


def rewrite_head(head: bytes, address: str, *, is_socket: bool) -> bytes:
    """Return the head for the process: only we say who asks, and a page's connection serves one request."""
    first, *fields = head[:-4].split(b"\r\n")
    client_headers = [field for field in fields if not field.lower().startswith(REPLACED_HEADERS)]
    connection = b"Upgrade" if is_socket else b"close"
    own_headers = [b"Connection: " + connection, b"X-Forwarded-Proto: http", b"X-Forwarded-For: " + address.encode()]
    return b"\r\n".join([first, *client_headers, *own_headers, b"", b""])


async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(CHUNK_BYTES):
            writer.write(piece)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


async def serve_forever(port: int, proxy: ReverseProxy) -> None:
    server = await asyncio.start_server(proxy.serve, HOST, port, limit=MAX_HEAD_BYTES)
    async with server:
        await server.serve_forever()


def main() -> None:
    def ports(text: str) -> list[int]:
        return [int(part) for part in text.split(",")]

    parser = argparse.ArgumentParser(description="One address before many processes, for development.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--sockets", type=ports, required=True, help="ports of the socket processes")
    parser.add_argument("--pages", type=ports, required=True, help="ports of the page processes")
    options = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(serve_forever(options.port, ReverseProxy(options.sockets, options.pages)))


if __name__ == "__main__":
    main()
