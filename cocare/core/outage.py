"""Whether a failure means that PostgreSQL is away: people are told to come back, the log gets a line, no traceback."""

from django.db import InterfaceError, OperationalError

# Connection exceptions, too many connections, shut down or starting: any other state is an answer, to a fault of ours.
STATES = ("08", "53300", "57P")


def is_away(error: BaseException | None) -> bool:
    """True for a lost or refused connection, also for one that the pool waited for in vain."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(STATES)
