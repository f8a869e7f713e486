"""Days and moments as people say them: "today 18:05", "Friday"."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext_lazy

from cocare.core import clock

DAYS_NAMED = 7  # nearer days are called by their weekday
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


def moment_text(when: datetime | date | None) -> str:
    """Return a point in time as people say it: today 18:05, Friday 18:00, and a date only beyond a week."""
    if when is None:
        return ""
    if not isinstance(when, datetime):
        return day_text(when)
    local = timezone.localtime(when)
    return f"{day_text(local.date())} {local:%H:%M}"


def day_text(when: date | datetime | None) -> str:
    """Return a day as people say it."""
    if when is None:
        return ""
    if isinstance(when, datetime):
        when = timezone.localtime(when).date()
    today = clock.today()
    near = {
        today: gettext("Today"),
        today + timedelta(1): gettext("Tomorrow"),
        today - timedelta(1): gettext("Yesterday"),
    }
    if when in near:
        return near[when]
    if abs((when - today).days) < DAYS_NAMED:
        return str(WEEKDAYS[when.weekday()])
    return _dated(when, with_year=when.year != today.year)


def _dated(when: date, *, with_year: bool) -> str:
    if (get_language() or "").startswith("zh"):
        return f"{when.year}年{when.month}月{when.day}日" if with_year else f"{when.month}月{when.day}日"
    return date_format(when, "j M Y" if with_year else "j M")
