"""Small papers and pictures for the demo's works, drawn by the seeding itself."""

import io

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = "cocare-sans"
MARGIN, SIZE, LEADING = 64, 12, 21
WIDTH, HEIGHT = 640, 400
GROUND, WATER, LEAF, BERRY = "#e3ecd0", "#bfe0e6", "#226638", "#fcad25"


def draw_paper_pdf(title: str, paragraphs: list[str]) -> ContentFile:
    """One page of PDF: a heading and some paragraphs."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, str(settings.FONT_FILE)))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    y = A4[1] - MARGIN
    canvas.setFont(FONT, SIZE + 6)
    canvas.drawString(MARGIN, y, title)
    canvas.setFont(FONT, SIZE)
    for text in paragraphs:
        y -= LEADING
        for line in simpleSplit(text, FONT, SIZE, A4[0] - 2 * MARGIN):
            y -= LEADING
            canvas.drawString(MARGIN, y, line)
    canvas.save()
    return ContentFile(out.getvalue(), name="活动记录.pdf")


def sketch(seed: int) -> ContentFile:
    """A plan of three stops along a river."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    lift = seed % 5 * 14
    points = [(0, 320), (150, 300 - lift), (320, 150 + lift), (480, 280 - lift), (WIDTH, 240)]
    draw.line(points, fill=WATER, width=44, joint="curve")
    for x, y in points[1:-1]:
        draw.ellipse((x - 26, y - 26, x + 26, y + 26), fill=LEAF)
        draw.ellipse((x - 10, y - 10, x + 10, y + 10), fill=BERRY)
    out = io.BytesIO()
    image.save(out, "PNG")
    return ContentFile(out.getvalue(), name="路线草图.png")
