from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    PICTURE = "picture", _("picture")
    DOCUMENT = "document", _("document")
    VIDEO = "video", _("video")
    AUDIO = "audio", _("sound")


class FileState(models.TextChoices):
    """A file on its way in is not a file yet: only `ready` ones can be attached or seen."""

    UPLOADING = "uploading", _("being uploaded")
    READY = "ready", _("ready")
    REFUSED = "refused", _("refused")
    ERASED = "erased", _("erased")
