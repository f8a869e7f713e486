"""QR codes for pages, as the path of an SVG."""

from dataclasses import dataclass

import segno
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code for the page: the path of its dark squares, and how many squares it is wide."""

    path: SafeString
    size: int


def qr_code(url: str) -> QrCode:
    """Return a QR code as the path of an SVG, drawn by the page inside its own <svg>."""
    code = segno.make(url, error="m", micro=False)
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark)
    return QrCode(mark_safe(squares), int(code.symbol_size(border=0)[0]))  # noqa: S308  # numbers only
