"""The certificate as a PDF: one page, A4 landscape, set in the project's own Chinese font, which is embedded."""

import io
import re
from functools import cache

import segno
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from reportlab.graphics.shapes import Path
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from .certificate_text import CertificateText

FONT = "CoCareSans"
WIDTH, HEIGHT = landscape(A4)
INK, PEPPER, LINE, SOFT, BEND, GROUND = (
    HexColor(c) for c in ("#1c2c23", "#226638", "#b9c9ae", "#3c4d43", "#dde7d3", "#fdfdf8")
)
CITRUS = HexColor("#fcad25")
MIDDLE = WIDTH / 2
TEXT_WIDTH = 430
LATIN_WORD_OR_CHARACTER = re.compile(r"[!-~]+|.", re.DOTALL)
NOT_FIRST = "，。、；：？！）》”’"


@cache
def _font() -> str:
    pdfmetrics.registerFont(TTFont(FONT, str(settings.FONT_FILE)))
    return FONT


def render_pdf(certificate_text: CertificateText) -> bytes:
    """Return the bytes of the PDF. Raise TTFError where `make` has not built the font."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle(f"{certificate_text.heading} {certificate_text.code}")
    canvas.setAuthor(certificate_text.issuer)
    _ground(canvas)
    _logo(canvas, MIDDLE, HEIGHT - 150)
    _centred(canvas, certificate_text.heading, HEIGHT - 215, 40, INK, spacing=8)
    _centred(canvas, certificate_text.holder, HEIGHT - 268, 28, INK)
    canvas.setStrokeColor(SOFT)
    canvas.line(MIDDLE - 70, HEIGHT - 282, MIDDLE + 70, HEIGHT - 282)
    _paragraph(canvas, certificate_text.text, HEIGHT - 316)
    _foot(canvas, certificate_text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _ground(canvas: Canvas) -> None:
    canvas.setFillColor(GROUND)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    for scale in (0.9, 0.925, 0.95, 0.975, 1, 1.025, 1.05, 1.075, 1.1):
        canvas.saveState()
        canvas.translate(MIDDLE, 34)
        canvas.scale(scale * WIDTH / 1188, scale * WIDTH / 1188)
        canvas.setStrokeColor(BEND)
        canvas.setLineWidth(7 if scale == 1 else 1.3)
        canvas.drawPath(_bend(canvas), stroke=1, fill=0)
        canvas.restoreState()
    canvas.setStrokeColor(PEPPER)
    canvas.setLineWidth(2.2)
    canvas.rect(18, 18, WIDTH - 36, HEIGHT - 36)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.7)
    canvas.rect(27, 27, WIDTH - 54, HEIGHT - 54)


def _bend(canvas: Canvas) -> Path:
    """Return the river's bend of the page design, its foot at the origin."""
    path = canvas.beginPath()
    path.moveTo(-556, 0)
    for curve in (
        (-464, 0, -442, 48, -426, 182),
        (-404, 392, -404, 680, -174, 684),
        (-58, 684, 58, 684, 174, 684),
        (404, 680, 404, 392, 426, 182),
        (442, 48, 464, 0, 556, 0),
    ):
        path.curveTo(*curve)
    return path


def _logo(canvas: Canvas, x: float, y: float) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setStrokeColor(PEPPER)
    canvas.setLineWidth(6)
    canvas.setLineCap(1)
    path = canvas.beginPath()
    path.moveTo(-24, 0)
    path.curveTo(-10, 0, -14, 40, 0, 40)
    path.curveTo(14, 40, 10, 0, 24, 0)
    canvas.drawPath(path, stroke=1, fill=0)
    for dx, dy, colour in ((0, 24, CITRUS), (-5.5, 13, PEPPER), (5.5, 13, PEPPER)):
        canvas.setFillColor(colour)
        canvas.circle(dx, dy, 4.6, stroke=0, fill=1)
    canvas.restoreState()


def _centred(canvas: Canvas, text: str, y: float, size: float, colour, spacing: float = 0) -> None:
    canvas.setFillColor(colour)
    width = pdfmetrics.stringWidth(text, _font(), size) + spacing * (len(text) - 1)
    line = canvas.beginText(MIDDLE - width / 2, y)
    line.setFont(_font(), size)
    line.setCharSpace(spacing)
    line.textOut(text)
    canvas.drawText(line)


def _paragraph(canvas: Canvas, text: str, y: float, size: float = 15.5, leading: float = 26) -> None:
    canvas.setFillColor(INK)
    canvas.setFont(_font(), size)
    for line in _lines(text, size):
        canvas.drawString(MIDDLE - TEXT_WIDTH / 2, y, line)
        y -= leading


def _lines(text: str, size: float) -> list[str]:
    """Return lines that fit. Chinese breaks anywhere but before a closing mark, Latin words stay whole."""
    lines, line = [], "　　" if not text[:1].isascii() else ""
    for piece in _pieces(text):
        if pdfmetrics.stringWidth(line + piece, _font(), size) > TEXT_WIDTH and piece not in NOT_FIRST:
            lines.append(line)
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line]


def _pieces(text: str) -> list[str]:
    """Return what a line may be broken between: whole Latin words, and every other character for itself."""
    return LATIN_WORD_OR_CHARACTER.findall(text)


def _foot(canvas: Canvas, certificate_text: CertificateText) -> None:
    canvas.setFillColor(SOFT)
    canvas.setFont(_font(), 11)
    for row, text in enumerate(
        (pgettext("certificate", "Number %(code)s") % {"code": certificate_text.code}, certificate_text.day)
    ):
        canvas.drawString(MIDDLE - 300, 84 - row * 18, text)
    for row, text in enumerate((certificate_text.issuer, certificate_text.school)):
        canvas.drawRightString(MIDDLE + 300, 84 - row * 18, text)
    _qr_code(canvas, certificate_text.check_url, MIDDLE - 33, 124, width=66)
    if not certificate_text.valid:
        _withdrawn(canvas)


def _qr_code(canvas: Canvas, url: str, left: float, top: float, width: float) -> None:
    code = segno.make(url, error="m", micro=False)
    size = width / code.symbol_size(border=0)[0]
    canvas.setFillColor(INK)
    for y, line in enumerate(code.matrix):
        for x, is_dark in enumerate(line):
            if is_dark:
                canvas.rect(left + x * size, top - (y + 1) * size, size + 0.05, size + 0.05, stroke=0, fill=1)


def _withdrawn(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.translate(MIDDLE, HEIGHT / 2)
    canvas.rotate(18)
    canvas.setFillColor(HexColor("#a83227"))
    canvas.setFont(_font(), 48)
    canvas.drawCentredString(0, 0, _("Withdrawn"))
    canvas.restoreState()
