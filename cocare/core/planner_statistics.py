"""The statistics from which PostgreSQL plans its queries."""

from django.db import connection


def refresh_planner_statistics() -> None:
    """Run ANALYZE in this transaction: after a bulk of rows, before autovacuum does.

    Until then it plans for tables that are nearly empty: an access rule of several rooms' depth was seen to take half
    an hour over the demo's rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
