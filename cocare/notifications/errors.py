"""What goes wrong with a message outside the page: for the outbox, and for who waits for it."""

from django.utils.translation import gettext_lazy as _

from cocare.core.errors import Busy


class Unreachable(Exception):
    """The other side did not answer, or said that it is overloaded: trying again makes sense."""

    code = "unreachable"


class NotAccepted(Exception):
    """The other side refused: the address, the text, or our account. Trying again does not help."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class TextNotSent(Busy):
    """The gateway did not take a text message that somebody waits for; they may ask again."""

    text = _("The text message could not be sent. Please try again in a minute.")
