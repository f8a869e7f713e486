"""Statements of the hot path that PostgreSQL parses and plans once a connection, not each time."""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection


def planned(sql: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement, with `given` for its %(names)s. Raises Django's database errors.

    Django's own cursor writes the values into the text, which is then new to the database with every call.
    """
    with connection.cursor(), connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(sql.encode(), given, prepare=True).fetchall()
