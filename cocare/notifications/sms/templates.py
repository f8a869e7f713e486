"""The texts that may go out by SMS. No child's name, no content: only codes, counts and "please open CoCare"."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class TextTemplate:
    """`text` holds {placeholders}; `params` is their order, which some gateways count by."""

    name: str
    text: str | Promise
    params: tuple[str, ...] = ()
    at_once: bool = False

    def render(self, values: dict[str, str]) -> str:
        return str(self.text).format(**{name: values[name] for name in self.params})


_templates: dict[str, TextTemplate] = {}


def register(name: str, text: str | Promise, params: tuple[str, ...] = (), *, at_once: bool = False) -> None:
    """Make a text known under a name. The gateway's own number for it comes from SMS_TEMPLATES."""
    _templates[name] = TextTemplate(name, text, params, at_once)


def find(name: str) -> TextTemplate:
    return _templates[name]


register(
    "sign_in_code",
    _("{code} is your sign-in code. It works for {minutes} minutes. Please tell it to nobody."),
    ("code", "minutes"),
    at_once=True,
)
register(
    "phone_code",
    _("{code} is the code that confirms this number. It works for {minutes} minutes. Please tell it to nobody."),
    ("code", "minutes"),
    at_once=True,
)
register(
    "unknown_number", _("Somebody tried to sign in with this number, but it is not known to CoCare."), at_once=True
)
register("notice", _("Something new is waiting for you in CoCare."))
