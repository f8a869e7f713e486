"""Why a file is not taken: one clear sentence each."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from cocare.core.errors import Invalid


class FileRefused(Invalid):
    """A file that is not taken. `reason` is a short word for logs, clients and tests."""

    reason = "refused"
    text = _("This file can't be taken.")


class UnknownFormat(FileRefused):
    reason = "kind"
    text = _("This kind of file can't be taken here. Pictures, PDF, Word, Excel, PowerPoint, video and sound can.")


class WrongPurpose(FileRefused):
    reason = "not_here"
    text = _("This kind of file doesn't belong here.")


class EmptyFile(FileRefused):
    reason = "empty"
    text = _("This file is empty.")


class TooLarge(FileRefused):
    """Raised with the limit in bytes."""

    reason = "too_large"

    def __init__(self, limit: int):
        super().__init__(_("This file is too large: at most %(size)s.") % {"size": filesizeformat(limit)})


class TooManyPixels(FileRefused):
    reason = "pixels"
    text = _("This picture has too many pixels. Please make it smaller and try again.")


class DamagedFile(FileRefused):
    reason = "damaged"
    text = _("This file is damaged and can't be opened. Please choose it again or save it anew.")


class HasMacros(FileRefused):
    reason = "macros"
    text = _("This document contains macros. Please save it without them and try again.")


class PasswordProtected(FileRefused):
    reason = "locked"
    text = _("This document is protected by a password. Please save it without one and try again.")


class InfectedFile(FileRefused):
    reason = "infected"
    text = _("The virus scan found something in this file. It was not kept.")


class OverQuota(FileRefused):
    reason = "quota"
    text = _("Your space for files is full. Please delete some of your files first.")


class TooManyFiles(FileRefused):
    """Raised with how many are allowed."""

    reason = "too_many"

    def __init__(self, most: int):
        super().__init__(_("At most %(most)d files can be sent together.") % {"most": most})
