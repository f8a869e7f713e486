"""The tests' databases: migrated once and seeded once a run, cloned for each worker, emptied quickly between tests."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import OperationalError, connection
from psycopg import sql

from cocare.embedded.child_processes import ROOT
from tests.servers import database_url

PREFIX = os.environ.get("TEST_DATABASES", "test")
TEMPLATE = f"{PREFIX}_template"
DEMO = "demo_template"
ANYTHING = 20261125  # the number of the lock under which templates are made

# What the migrations brought is kept beside the tables, and `pristine.restore()` brings every table back to that.
# Foreign keys and triggers are switched off within the function alone. The lock waits for whoever is still writing,
# as TRUNCATE would, but costs no new files: all tables are tiny.
PRISTINE = """
CREATE SCHEMA pristine;
DO $$
DECLARE name text; filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN EXECUTE format('CREATE TABLE pristine.%1$I AS TABLE public.%1$I', name); END IF;
    END LOOP;
END $$;
CREATE FUNCTION pristine.restore() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE name text; filled boolean; changed boolean; everything text;
BEGIN
    SELECT string_agg(format('public.%I', tablename), ', ' ORDER BY tablename) INTO everything
        FROM pg_tables WHERE schemaname = 'public';
    EXECUTE 'LOCK TABLE ' || everything || ' IN SHARE ROW EXCLUSIVE MODE';
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
        AND tablename NOT IN (SELECT tablename FROM pg_tables WHERE schemaname = 'pristine') LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN EXECUTE format('DELETE FROM public.%I', name); END IF;
    END LOOP;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'pristine' LOOP
        EXECUTE format(
            'SELECT EXISTS (TABLE public.%1$I EXCEPT TABLE pristine.%1$I)'
            ' OR EXISTS (TABLE pristine.%1$I EXCEPT TABLE public.%1$I)', name) INTO changed;
        IF changed THEN
            EXECUTE format('DELETE FROM public.%I', name);
            EXECUTE format('INSERT INTO public.%1$I TABLE pristine.%1$I', name);
        END IF;
    END LOOP;
END $$;
"""
TRIES = 5


def make_template() -> None:
    """Make the migrated database that all others are cloned from, if nobody has in this run."""
    with made_once(TEMPLATE) as name:
        if name:
            settings.DATABASES["default"]["TEST"]["NAME"] = name
            connection.settings_dict["TEST"]["NAME"] = name
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            with connection.cursor() as cursor:
                cursor.execute(PRISTINE)
            connection.close()


def use_clone(name: str) -> None:
    """Let Django's connection go to a new clone of the template called `name`."""
    clone(TEMPLATE, name)
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def clone(template: str, name: str) -> None:
    """Make the database `name` anew, with all that is in `template`."""
    with administration() as server:
        drop(server, name)
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def demo_environment(name: str, folder: Path) -> dict[str, str]:
    """What a demo process is told: its database, the folder of its files, and that there is no other process."""
    return {
        "DJANGO_SETTINGS_MODULE": "cocare.settings.demo",
        "DATABASE_URL": database_url(name),
        "DATA_DIR": str(folder),
        "REDIS_URL": "",
    }


def clone_demo(name: str, folder: Path) -> None:
    """Make the database `name` and the `folder` of uploaded files a copy of the demo, which is seeded once a run."""
    make_template()
    seeded = Path(os.environ["DATA_DIR"]) / DEMO
    with made_once(DEMO) as draft:
        if draft:
            clone(TEMPLATE, draft)
            shutil.rmtree(seeded, ignore_errors=True)
            environment = {**os.environ, **demo_environment(draft, seeded)}
            subprocess.run([sys.executable, "manage.py", "seed"], cwd=ROOT, env=environment, check=True)
    clone(DEMO, name)
    shutil.copytree(seeded, folder)


@contextmanager
def made_once(name: str) -> Iterator[str]:
    """Yield the name under which to make the database `name`, or nothing when it is there.

    Others who ask for it wait meanwhile. It gets its own name when it is complete.
    """
    with administration() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [ANYTHING])
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            yield ""
            return
        draft = f"{name}_draft"
        drop(server, draft)
        yield draft
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))


def drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def administration() -> Iterator[psycopg.Connection]:
    """A connection of its own to the database that no test uses; the end of it frees its locks."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        yield server


def restore(*_: object) -> None:
    """Bring all tables back to what the migrations left. In place of Django's TRUNCATE after a test that commits.

    Tried again when a server process that is still at work stands in the way.
    """
    for left in reversed(range(TRIES)):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pristine.restore()")
        except OperationalError as error:
            if not left or not isinstance(error.__cause__, psycopg.errors.DeadlockDetected):
                raise
        else:
            return
