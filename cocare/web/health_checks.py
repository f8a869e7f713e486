"""Health checks. Each returns whether its part is well."""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection

MIN_FREE_BYTES = 512 * 1024 * 1024  # on the disk of uploads
WORKER_SILENCE = "2 minutes"


def database_is_well() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def shared_cache_is_well() -> bool:
    """Check what carries live frames and limits between processes: Redis where it is configured, else this process."""
    cache.set("health", "well", 10)
    return cache.get("health") == "well" and not getattr(cache, "is_away", False)


def worker_is_well() -> bool:
    """Check that some worker has given a sign of life lately."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - %s::interval)",
            [WORKER_SILENCE],
        )
        return bool(cursor.fetchone()[0])


def disk_is_well() -> bool:
    return shutil.disk_usage(settings.DATA_DIR).free > MIN_FREE_BYTES


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_is_well,
    "layer": shared_cache_is_well,
    "worker": worker_is_well,
    "disk": disk_is_well,
}


def health_report() -> dict[str, bool]:
    """Return the result of every check by name; one that fails is False."""
    return {name: _safely(check) for name, check in CHECKS.items()}


def _safely(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError, ConnectionError):
        return False
