"""What stands on a certificate, the same on the page and in the PDF."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class CertificateText:
    """The texts of a certificate in the reader's language. `check_url` is where anyone may check its number."""

    heading: str
    holder: str
    text: str
    code: str
    day: str
    issuer: str
    school: str
    check_url: str
    valid: bool


def mask_name(name: str) -> str:
    """Return a name as the public check shows it: the first character, the rest hidden."""
    return name[:1] + "＊" * max(1, min(len(name) - 1, 3))


def completion_text(*, title: str, lessons: int, hours: int, days: int) -> str:
    """Return the sentences of a certificate."""
    completed = ngettext(
        "In %(days)d days you completed the parent school course “%(title)s”: %(n)d lesson, %(hours)d class hours.",
        "In %(days)d days you completed the parent school course “%(title)s”: %(n)d lessons, %(hours)d class hours.",
        lessons,
    ) % {"title": title, "n": lessons, "days": days, "hours": hours}
    between_sentences = " " if (get_language() or "").startswith("en") else ""
    return completed + between_sentences + _("May tonight at home be a little lighter than yesterday.")


def formal_date(day: date) -> str:
    """Return a day as papers write it: 二〇二六年十一月二十五日, or 25 November 2026."""
    if (get_language() or "").startswith("zh"):
        year = "".join(DIGITS[int(digit)] for digit in str(day.year))
        return f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日"
    return date_format(day, "j F Y")


def _numeral(number: int) -> str:
    """Return 1 to 31 as Chinese papers write it: 十一, 二十三."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")
