from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    """How far a notice has come. "Reached" is what counts, so that "sent" is not among them."""

    QUEUED = "queued", _("waiting to be handed over")
    HANDED_OVER = "handed_over", _("handed over")
    SHOWN = "shown", _("shown")
    READ = "read", _("read")
    FAILED = "failed", _("could not be handed over")


class Route(models.TextChoices):
    """The ways out of the page. Each has a transport in transports.py; one without a transport is not offered."""

    SMS = "sms", _("text message")
