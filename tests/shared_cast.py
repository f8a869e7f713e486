"""The cast made once for all tests in a row that only read and roll back: each gets it in a savepoint of its own."""

import pickle
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from pytest_django import DjangoDbBlocker

from cocare.core import clock

from . import databases
from .cast import Cast, assemble


@dataclass
class SharedCast:
    """The open transaction in which the cast stands, if one is open.

    `give` hands out the cast, as objects that nobody has changed; `end` rolls it back, so that the next test finds
    an empty house. It is made anew on another day, since whose post ended yesterday is a matter of the day.
    """

    blocker: DjangoDbBlocker
    _open: list[transaction.Atomic] = field(default_factory=list)
    _pickled: bytes = b""
    _day: date | None = None

    def prepare(self) -> None:
        """Open the transaction and bring in the cast, unless they are there. Comes before the test's own savepoint."""
        if self._open:
            return
        with self.blocker.unblock():
            self._open.append(transaction.atomic())
            self._open[-1].__enter__()
            self._pickled, self._day = pickle.dumps(assemble()), clock.today()

    def give(self) -> Cast:
        """Return the cast; one of the test's own where nothing is prepared or the test has set the clock."""
        if not self._open:
            return assemble()
        if clock.today() != self._day:
            databases.restore()
            return assemble()
        return pickle.loads(self._pickled)  # noqa: S301  # our own bytes

    def end(self) -> None:
        """Roll the cast back, if it is there."""
        if self._open:
            with self.blocker.unblock():
                transaction.set_rollback(True)
                self._open.pop().__exit__(None, None, None)
