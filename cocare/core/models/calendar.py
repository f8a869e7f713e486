from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day that differs from its weekday: a public holiday, or a weekend day that is worked to make up for one."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("public holiday")
        MAKEUP = "makeup", _("make-up working day")

    date = models.DateField(primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind)
    source = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"
