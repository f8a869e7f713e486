"""Statements of the hot path that PostgreSQL parses and plans once a connection, not each time."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import Model


def fetch_prepared(sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement, with `params` for its %(names)s. Raise Django's database errors.

    Django's own cursor writes the values into the text, which is then new to the database with every call.
    """
    with connection.cursor(), connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(sql.encode(), params, prepare=True).fetchall()


def versions_of(model: type[Model], keys: Collection[UUID]) -> dict[UUID, int]:
    """Return the `version` of each row that is there. The ORM would make a parameter of each of thousands."""
    table, key = model._meta.db_table, model._meta.pk.column
    sql = f'SELECT "{key}", version FROM "{table}" WHERE "{key}" = ANY(%(keys)s)'  # noqa: S608  # names of our own models
    return dict(fetch_prepared(sql, {"keys": list(keys)}))
