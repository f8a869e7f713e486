"""The stage's table, its topic, and commands that go wrong in every way a command can."""

import asyncio

from django import forms
from django.db import connection, transaction

from cocare.core import live, socket_commands
from cocare.core.access import load
from cocare.core.access.bulk import visible_pairs
from cocare.core.errors import Conflict
from cocare.people import rules
from cocare.people.models import SchoolClass

TABLE = """
    DROP TABLE IF EXISTS stage_change;
    CREATE TABLE stage_change (
        class_id uuid, version bigint, body text, PRIMARY KEY (class_id, version)
    )
"""


def build():
    with connection.cursor() as cursor:
        cursor.execute(TABLE)


def topic(school_class):
    return live.topic_name("stage", school_class.pk)


def say(school_class, body, publish=True, **more):
    """Write a change and, unless it is to be lost, publish it. Answers the version."""
    with transaction.atomic(), connection.cursor() as cursor:
        SchoolClass.objects.select_for_update().get(pk=school_class.pk)
        cursor.execute(
            "INSERT INTO stage_change SELECT %s, coalesce(max(version), 0) + 1, %s"
            " FROM stage_change WHERE class_id = %s RETURNING version",
            [school_class.pk, body, school_class.pk],
        )
        (version,) = cursor.fetchone()
        if publish:
            live.publish(topic(school_class), "said", {"body": body}, version=version)
    return version


class Stage:
    kind = "stage"

    def may_watch(self, asked):
        return visible_pairs(SchoolClass, asked, rules.sees_class)

    def heads(self, keys):
        found = dict.fromkeys(keys, 0)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT class_id, max(version) FROM stage_change WHERE class_id = ANY(%s) GROUP BY 1", [list(keys)]
            )
            found.update(cursor.fetchall())
        return found

    def changes(self, asked):
        return {(key, since): self.after(key, since) for key, since in asked}

    def after(self, key, since):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT version, body FROM stage_change WHERE class_id = %s AND version > %s ORDER BY 1", [key, since]
            )
            rows = cursor.fetchall()
        return [live.Frame(live.topic_name("stage", key), "said", {"body": body}, version) for version, body in rows]


class SayForm(forms.Form):
    stage = forms.UUIDField()
    body = forms.CharField(max_length=20_000)


class NoForm(forms.Form):
    pass


def register():
    live.register(Stage())

    @socket_commands.register_command("stage.say", form=SayForm, access=frozenset({"teacher"}))
    def stage_say(actor, given):
        return {"version": say(load(SchoolClass, actor, given["stage"], see=rules.sees_class), given["body"])}

    @socket_commands.register_command("stage.hint", form=SayForm, access=socket_commands.ANY)
    async def stage_hint(actor, given):
        live.send_now([live.Frame(live.topic_name("stage", given["stage"]), "hinted", {"body": given["body"]})])
        return {}

    @socket_commands.register_command("stage.slow", form=NoForm, access=socket_commands.ANY)
    async def stage_slow(actor, given):
        await asyncio.sleep(0.2)
        return {}

    @socket_commands.register_command("stage.refuse", form=NoForm, access=socket_commands.ANY)
    def stage_refuse(actor, given):
        raise Conflict

    @socket_commands.register_command("stage.break", form=SayForm, access=socket_commands.ANY)
    def stage_break(actor, given):
        raise ZeroDivisionError(given["body"])
