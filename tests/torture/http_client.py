"""HTTP as a simple phone speaks it: one request, one connection, read to the end."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

CSRF = "a" * 32
PATIENCE = 15
LARGEST = 8 * 1024 * 1024


class Answer:
    def __init__(self, raw: bytes):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        if not lines[0].startswith("HTTP/"):
            raise OSError("no answer")
        self.status = int(lines[0].split(" ")[1])
        self.headers = {
            name.strip().lower(): value.strip() for name, _, value in (one.partition(":") for one in lines[1:])
        }
        if len(self.body) < int(self.headers.get("content-length", 0)):
            raise OSError("half an answer")

    def json(self) -> Any:
        return json.loads(self.body)


async def ask(port: int, cookie: str, path: str, *, data: Any = None, form: dict[str, str] | None = None) -> Answer:
    """GET, or POST of JSON or a form. Raises OSError when the line is lost, TimeoutError when nothing comes."""
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(request(port, cookie, path, data, form))
            raw = await reader.read(-1)
        finally:
            writer.close()
    return Answer(raw)


def request(port: int, cookie: str, path: str, data: Any, form: dict[str, str] | None) -> bytes:
    body, kind = b"", ""
    if data is not None:
        body, kind = json.dumps(data).encode(), "application/json"
    elif form is not None:
        body, kind = urlencode({**form, "csrfmiddlewaretoken": CSRF}).encode(), "application/x-www-form-urlencoded"
    lines = [
        f"{'POST' if kind else 'GET'} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Cookie: sessionid={cookie}; csrftoken={CSRF}",
        f"X-CSRFToken: {CSRF}",
        "Connection: close",
        *([f"Content-Type: {kind}", f"Content-Length: {len(body)}"] if kind else []),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
