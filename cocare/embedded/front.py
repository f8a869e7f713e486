"""A small front for development: one address before the processes of a house. Production has nginx (deploy/nginx.conf).

    python -m cocare.embedded.front --port 8000 --sockets 8101,8102 --pages 8201,8202

Each request goes to the next process of its kind, so that whatever depends on which process serves whom is found.
"""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import suppress

from cocare.embedded.programs import HOST

LONGEST_HEAD = 64 * 1024
HEAD_SECONDS = 75
PIECE = 64 * 1024
OURS_TO_SAY = (b"connection:", b"x-forwarded-", b"x-real-ip:")
NOBODY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Front:
    def __init__(self, sockets: Sequence[int], pages: Sequence[int]) -> None:
        self.sockets, self.pages = list(sockets), list(pages)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request of a browser: its head decides where it goes, then bytes are passed on until somebody leaves."""
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_SECONDS)
            is_socket = head.split(b" ", 2)[1].startswith(b"/ws/")
            begun = await ask(
                self.sockets if is_socket else self.pages,
                rewritten(head, writer.get_extra_info("peername")[0], is_socket=is_socket),
                again=not is_socket and head.startswith((b"GET ", b"HEAD ")),
            )
            if begun is None:
                writer.write(NOBODY)
                return
            (back, out), first = begun
            writer.write(first)
            going = asyncio.create_task(pass_on(reader, out))
            try:
                await pass_on(back, writer)
            finally:
                going.cancel()
                out.close()
        except (OSError, TimeoutError, IndexError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the browser or the process left; neither of them needs to hear of it
        finally:
            writer.close()


async def ask(ports: list[int], head: bytes, *, again: bool) -> tuple[Line, bytes] | None:
    """A line that took the head, and what it has answered so far; None when there is no process to ask.

    With `again` (nothing was asked for but a look) the first bytes are waited for: a process that dies instead of
    answering is left for the next.
    """
    for _ in ports:
        line = await reach(ports)
        if line is None:
            return None
        with suppress(OSError):
            line[1].write(head)
            first = await line[0].read(PIECE) if again else b""
            if first or not again:
                return line, first
        line[1].close()
    return None


async def reach(ports: list[int]) -> Line | None:
    """A line to the next process that takes it; one that is just being started again is passed over."""
    for _ in range(len(ports)):
        port = ports.pop(0)
        ports.append(port)
        with suppress(OSError):
            return await asyncio.open_connection(HOST, port)
    return None


def rewritten(head: bytes, address: str, *, is_socket: bool) -> bytes:
    """The head as the process gets it: who asks is said by us alone, and a page's line serves one request."""
    first, *fields = head[:-4].split(b"\r\n")
    kept = [field for field in fields if not field.lower().startswith(OURS_TO_SAY)]
    connection = b"Upgrade" if is_socket else b"close"
    ours = [b"Connection: " + connection, b"X-Forwarded-Proto: http", b"X-Forwarded-For: " + address.encode()]
    return b"\r\n".join([first, *kept, *ours, b"", b""])


async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


async def run(port: int, front: Front) -> None:
    server = await asyncio.start_server(front.serve, HOST, port, limit=LONGEST_HEAD)
    async with server:
        await server.serve_forever()


def main() -> None:
    def ports(text: str) -> list[int]:
        return [int(part) for part in text.split(",")]

    parser = argparse.ArgumentParser(description="One address before the processes of a house, for development.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--sockets", type=ports, required=True, help="ports of the socket processes")
    parser.add_argument("--pages", type=ports, required=True, help="ports of the page processes")
    given = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(run(given.port, Front(given.sockets, given.pages)))


if __name__ == "__main__":
    main()
