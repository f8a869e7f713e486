import json
from datetime import date, timedelta
from pathlib import Path

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

CALENDAR = Path(__file__).parent.parent / "calendars" / "2026.json"

APPEND_ONLY = """
CREATE FUNCTION core_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER core_auditevent_append_only BEFORE UPDATE OR DELETE ON core_auditevent
  FOR EACH ROW EXECUTE FUNCTION core_append_only();
"""
CHANGEABLE = """
DROP TRIGGER core_auditevent_append_only ON core_auditevent;
DROP FUNCTION core_append_only();
"""


def import_calendar(apps, schema_editor):
    """The confirmed calendar of 2026, so that deadlines are right from the first start."""
    data = json.loads(CALENDAR.read_text())
    CalendarDay = apps.get_model("core", "CalendarDay")
    for first, last in data["holidays"]:
        day, end = date.fromisoformat(first), date.fromisoformat(last)
        while day <= end:
            CalendarDay.objects.create(date=day, kind="holiday", source=data["source"])
            day += timedelta(days=1)
    for text in data["makeup_workdays"]:
        CalendarDay.objects.create(date=date.fromisoformat(text), kind="makeup", source=data["source"])


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
        migrations.RunPython(import_calendar, migrations.RunPython.noop),
    ]
