from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cocare.core import clock
from cocare.core.ids import uuid7
from cocare.people.enums import Capacity


class ApiToken(models.Model):
    """A bearer token for a program that acts for one account, in one capacity. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    capacity = models.CharField(max_length=20, choices=Capacity)
    label = models.CharField(_("what it is for"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-created_at"], name="tokens_of_account")]

    def __str__(self) -> str:
        return f"token {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None and self.expires_at > clock.now()
