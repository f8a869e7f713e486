from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from cocare.core import clock
from cocare.core.ids import uuid7

from .person import Person


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, phone: str, person: Person, password: str | None = None) -> "Account":
        """Make an account for a person. `phone` in E.164. Without a password the account signs in by code only."""
        account = self.model(phone=phone, person=person)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """How a person signs in, and how the pages look for them."""

    class TextSize(models.TextChoices):
        NORMAL = "normal"
        LARGE = "large"
        HUGE = "huge"

    class Theme(models.TextChoices):
        AUTO = "auto"
        LIGHT = "light"
        DARK = "dark"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    phone = models.CharField(max_length=20, unique=True)
    phone_verified = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    language = models.CharField(max_length=10, blank=True)
    text_size = models.CharField(max_length=8, choices=TextSize, default=TextSize.NORMAL)
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.AUTO)

    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        return f"account {self.pk}"
