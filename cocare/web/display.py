"""How pages look for this person or this device: language, theme, text size."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cocare.people.models import Account

THEME_COOKIE = "cocare_theme"
TEXT_COOKIE = "cocare_text"
YEAR = 365 * 24 * 3600
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Display:
    """The language and looks of a page. Each value is one that the design knows."""

    language: str
    theme: str
    text_size: str


def _known(value: str | None, choices: tuple[str, ...] | list[str], default: str) -> str:
    return value if value is not None and value in choices else default


def display_of(request: HttpRequest) -> Display:
    """Return the account's own choice; for a visitor the device's. Chinese unless someone chose otherwise."""
    device, account = display_of_device(request), request.user
    if not account.is_authenticated:
        return device
    return Display(
        _known(account.language, LANGUAGES, device.language),
        _known(account.theme, Account.Theme.values, Account.Theme.AUTO),
        _known(account.text_size, Account.TextSize.values, Account.TextSize.NORMAL),
    )


def display_of_device(request: HttpRequest) -> Display:
    """Return what was chosen on this device. It asks the database nothing."""
    cookies = request.COOKIES
    return Display(
        _known(cookies.get(settings.LANGUAGE_COOKIE_NAME), LANGUAGES, settings.LANGUAGE_CODE),
        _known(cookies.get(THEME_COOKIE), Account.Theme.values, Account.Theme.AUTO),
        _known(cookies.get(TEXT_COOKIE), Account.TextSize.values, Account.TextSize.NORMAL),
    )


def set_display_cookies(response: HttpResponse, display: Display) -> None:
    """Keep the choice on this device too, so that the sign-in page looks the same."""
    chosen = (
        (settings.LANGUAGE_COOKIE_NAME, display.language),
        (THEME_COOKIE, display.theme),
        (TEXT_COOKIE, display.text_size),
    )
    for name, value in chosen:
        response.set_cookie(
            name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
