"""Tells a lost or refused PostgreSQL connection from a fault of ours, and logs it in one line."""

import logging

from django.db import InterfaceError, OperationalError

# Connection exceptions, too many connections, shut down or starting: any other state is an answer, to a fault of ours.
STATES = ("08", "53300", "57P")


def is_outage(error: BaseException | None) -> bool:
    """Return True for a lost or refused connection, also for one that the pool waited for in vain."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(STATES)


def log_failure(logger: logging.Logger, failure: BaseException, what: str, *args: object) -> None:
    """Log `what` failed: in one line while PostgreSQL is away, with the traceback when the fault is ours."""
    logger.warning(f"{what}: %s", *args, type(failure).__name__, exc_info=None if is_outage(failure) else failure)
