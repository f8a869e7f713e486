"""Fill the demo's empty database with the demo district."""

import sys
import time
from random import Random
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import translation

from cocare.core import clock, contributions, planner_statistics, working_days
from cocare.people import demo
from cocare.people.models import District
from cocare.people.seeding.cast import QIU_MINGYUE

SIGN_IN = ("account", "socialaccount", "mfa", "usersessions", "sessions")
JOBS = {"procrastinate_jobs", "procrastinate_periodic_defers"}


class Command(BaseCommand):
    help = "Fill the demo's database with the demo district; a district that is there already is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="which district: the same number, the same people")
        parser.add_argument("--fresh", action="store_true", help="wipe everything first")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo district belongs to the demo: here DEMO is off.")
        number = options["seed"]
        with transaction.atomic():
            if options["fresh"]:
                empty_tables()
            if demo.find(number) is None:
                self.seed(number)
        self.tell(number)

    def seed(self, number: int) -> None:
        if District.objects.exists():
            raise CommandError("Another district is here already. To replace it: seed --fresh")
        started = time.monotonic()
        self.stdout.write("Seeding the district …")
        district = demo.build(clock.now(), number)
        for app in contributions.contributing_apps():
            # Each app draws from its own chance, so that one app's change does not reshuffle the next one.
            district.rng = Random(f"{app.name} {number}")  # noqa: S311  # repeatable is the point
            app.seed_demo(district)
        planner_statistics.refresh_planner_statistics()
        self.stdout.write(f"Seeded in {time.monotonic() - started:.0f} s.")

    def tell(self, number: int) -> None:
        self.stdout.write("\nDemo people; the code for every phone is 246810\n")
        with translation.override("en"):
            for phone, person in demo.DEMO_PEOPLE.items():
                self.stdout.write(f"  {phone}  {person.name}  {person.description}")
                if phone == QIU_MINGYUE:
                    self.stdout.write(f"               claim code: {demo.demo_claim_code(number)}")
        self.stdout.write("")
        sys.stdout.flush()


def empty_tables() -> None:
    """Empty every table of ours, of sign-in and of jobs, and put back the calendars that ship with the program."""
    configs = (config for config in apps.get_app_configs() if config.name in settings.ROOMS or config.label in SIGN_IN)
    ours = {model._meta.db_table for config in configs for model in config.get_models(include_auto_created=True)}
    tables = sorted((ours | JOBS) & set(connection.introspection.table_names()))
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables, allow_cascade=True):
            cursor.execute(statement)
    working_days.import_shipped_calendars()
