"""What the parent school may refuse."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cocare.core.errors import Conflict, DomainError, Invalid


class PageTooOld(DomainError):
    """The page's own mark is missing, forged, or older than a month."""

    code = "invalid"
    status = 422
    text = _("This page was open for too long. Please open the lesson again.")


class TooSoon(Conflict):
    """A lesson can't be read in less than its shortest reading time; `seconds` more are needed."""

    status = 422
    sentence = ngettext_lazy(
        "That was quick. Take %(seconds)d more second, then press again.",
        "That was quick. Take %(seconds)d more seconds, then press again.",
        "seconds",
    )

    def __init__(self, seconds: int):
        super().__init__(self.sentence % {"seconds": seconds})
        self.seconds = seconds


class WrongKind(Invalid):
    """Asked of a lesson that is of another kind."""

    text = _("This lesson can't be finished like this.")


class NotThisQuestion(Invalid):
    text = _("This answer doesn't belong to this question. Please open the lesson again.")


class NotReady(Conflict):
    """The course lacks something that families need; `text` says what and where."""


class MoveGone(Conflict):
    text = _("The course has moved on since you opened this page. Please look again.")


class LearnedAlready(Conflict):
    text = _("Families have already learned with this. Change its words instead of removing it.")


class NoLength(Invalid):
    text = _("The length of this video can't be read. Please save it anew as MP4 and try again.")


class OtherLength(Invalid):
    text = _("This version is not as long as the one that is there. Both must show the same.")
