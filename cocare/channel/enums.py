from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    TEXT = "text", _("text")


# What frames are called on the wire.
POSTED = "message.posted"
CHANGED = "message.changed"
READ = "conversation.read"
TYPING = "conversation.typing"
UNREAD = "conversation.unread"
