"""Rows that hold from a day to a day, both inclusive: enrolments, posts, guardianships."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from . import clock


def in_force(prefix: str = "", on: date | None = None) -> Q:
    """Return the condition for rows that hold on a day, today by default. `prefix` walks a relation, as "post__"."""
    day = on or clock.today()
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    )


class Dated(models.Model):
    """Holds from `since` to `until`, its last day; an empty `until` is "until further notice"."""

    since = models.DateField(_("from"), default=clock.today)
    until = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_since_before_until",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            )
        ]

    @property
    def holds(self) -> bool:
        today = clock.today()
        return self.since <= today and (self.until is None or self.until >= today)
