"""What stands on a certificate, the same on the page and in the PDF."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cocare.core import clock

from .models import Certificate

DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Paper:
    heading: str
    holder: str
    text: str
    code: str
    day: str
    issuer: str
    school: str
    check_url: str
    valid: bool


def paper_of(certificate: Certificate) -> Paper:
    """The certificate in the reader's language. The district's name is in the course of its issue, not on the row."""
    return Paper(
        heading=_("Certificate of completion"),
        holder=certificate.holder,
        text=_text(certificate),
        code=certificate.code,
        day=_("Completed %(day)s") % {"day": _day(certificate)},
        issuer=_("District family education guidance center"),
        school=_("District parent school"),
        check_url=settings.SITE_URL + reverse("parents_school:verification.show", args=[certificate.code]),
        valid=certificate.is_valid,
    )


def masked(name: str) -> str:
    """A name as the public check shows it: the first character, the rest hidden."""
    return name[:1] + "＊" * max(1, min(len(name) - 1, 3))


def qr(url: str) -> SafeString:
    """A QR code as the path of an SVG, drawn by the page inside its own <svg>."""
    code = segno.make(url, error="m", micro=False)
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark)
    return mark_safe(squares)  # noqa: S308  # numbers only


def qr_size(url: str) -> int:
    return segno.make(url, error="m", micro=False).symbol_size(border=0)[0]


def _text(certificate: Certificate) -> str:
    facts = {
        "title": certificate.title,
        "n": certificate.lessons,
        "days": certificate.learning_days,
        "hours": certificate.hours,
    }
    return (
        ngettext(
            "In %(days)d days you completed the parent school course “%(title)s”: %(n)d lesson, %(hours)d class hours.",
            "In %(days)d days you completed the parent school course “%(title)s”: "
            "%(n)d lessons, %(hours)d class hours.",
            certificate.lessons,
        )
        % facts
        + (" " if (get_language() or "").startswith("en") else "")
        + _("May tonight at home be a little lighter than yesterday.")
    )


def _day(certificate: Certificate) -> str:
    day = certificate.issued_at.astimezone(clock.ZONE).date()
    if (get_language() or "").startswith("zh"):
        year = "".join(DIGITS[int(digit)] for digit in str(day.year))
        return f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日"
    return date_format(day, "j F Y")


def _numeral(number: int) -> str:
    """1 to 31 as Chinese papers write it: 十一, 二十三."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")
