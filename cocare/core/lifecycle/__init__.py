"""Lifecycles: which steps lead from a state to the next, who takes them, what must hold, and one way to take one.

An app writes each of its lifecycles as one table in its `lifecycle.py`. Services take steps with it, pages draw their
buttons from it, the list of today finds in it who is next, and tests walk every state × action × role of it:

    SUBMITTED = Transition(State.DRAFT, "submit", Role.AUTHOR, State.SUBMITTED, (entry_is_complete,), _("Send in"))
    ENTRY = Lifecycle(Entry, (SUBMITTED, …), actors={Role.AUTHOR: rules.owns_entry}, scope="showcase_id")

    ENTRY.take(actor=actor, pk=entry.pk, action="submit")
"""

from .lifecycle import LIFECYCLES, Lifecycle, label_of
from .records import records_in, records_of
from .transition import Guard, ReasonMissing, Step, Transition

__all__ = [
    "LIFECYCLES",
    "Guard",
    "Lifecycle",
    "ReasonMissing",
    "Step",
    "Transition",
    "label_of",
    "records_in",
    "records_of",
]
