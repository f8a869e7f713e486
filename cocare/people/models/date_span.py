from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class DateSpan(Func):
    """daterange(since, until, '[]'): both days inside, an empty end is open."""

    function = "DATERANGE"
    output_field = DateRangeField()
