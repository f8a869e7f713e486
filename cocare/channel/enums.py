from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a conversation hangs on, which decides who belongs to it."""

    DIRECT = "direct", _("two people")
    FAMILY = "family", _("one child")
    CLASS = "class", _("one class")


class MessageKind(models.TextChoices):
    TEXT = "text", _("text")
    SYSTEM = "system", _("note of the platform")


POSTED = "message.posted"
CHANGED = "message.changed"
READ = "conversation.read"
TYPING = "conversation.typing"
UNREAD = "conversation.unread"
