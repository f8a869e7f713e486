"""What the parent school may refuse."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cocare.core.errors import Conflict, Invalid, NotFound


class PageTokenRefused(Invalid):
    """The page's own token is missing, forged, or older than a month."""

    text = _("This page was open for too long. Please open the lesson again.")


class TooSoon(Conflict):
    """A lesson can't be read in less than its shortest reading time; `seconds` more are needed."""

    sentence = ngettext_lazy(
        "That was quick. Take %(seconds)d more second, then press again.",
        "That was quick. Take %(seconds)d more seconds, then press again.",
        "seconds",
    )

    def __init__(self, seconds: int):
        super().__init__(self.sentence % {"seconds": seconds})


class FasterThanClock(Conflict):
    """A player claims more than can have been played in the time that passed."""

    text = _("Not everything was counted: it came faster than the clock.")


class UnreadableWatchReport(Invalid):
    text = _("This report can't be read.")


class WrongLessonKind(Invalid):
    """Asked of a lesson that is of another kind."""

    text = _("This lesson can't be finished like this.")


class ForeignAnswer(Invalid):
    """The question is not of this lesson, or the choice not of this question."""

    text = _("This answer doesn't belong to this question. Please open the lesson again.")


class CourseNotReady(Conflict):
    """The course lacks something that families need; `text` says what and where."""


class LearnedAlready(Conflict):
    text = _("Families have already learned with this. Change its words instead of removing it.")


class UnknownVideoLength(Invalid):
    text = _("The length of this video can't be read. Please save it anew as MP4 and try again.")


class VideoLengthDiffers(Invalid):
    text = _("This version is not as long as the one that is there. Both must show the same.")


class NoSuchCertificate(NotFound):
    text = _("There is no certificate with this number.")
