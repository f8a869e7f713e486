"""The virus scan: clamd's INSTREAM, where CLAMD names one. Without it nothing is scanned."""

import socket
import struct
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cocare.core.errors import Busy

from .errors import InfectedFile

CHUNK = 256 * 1024
TIMEOUT = 30


class ScanUnavailable(Busy):
    text = _("The virus scan does not answer right now, so nothing can be taken. Please try again in a minute.")


def scan_content(content: IO[bytes]) -> None:
    """Raise Infected, or ScanUnavailable when the scan should have run and could not: closed, not open."""
    address = getattr(settings, "CLAMD", "")
    if not address:
        return
    content.seek(0)
    try:
        answer = _ask(address, content)
    except OSError as error:
        raise ScanUnavailable from error
    if answer.endswith("FOUND"):
        raise InfectedFile
    if not answer.endswith("OK"):
        raise ScanUnavailable


def _ask(address: str, content: IO[bytes]) -> str:
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        while chunk := content.read(CHUNK):
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
        return line.makefile("rb").read(4096).decode(errors="replace").strip("\0\n ")


def _connected(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    if port.isdecimal():
        return socket.create_connection((host, int(port)), timeout=TIMEOUT)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(TIMEOUT)
    line.connect(address)
    return line
