"""Counts of what was checked and of what was found wrong, each kind with its first few cases."""

from collections import Counter, defaultdict
from typing import Any

SHOWN = 4

KINDS = {
    "lost": "acknowledged, and not in the database",
    "changed": "acknowledged as something else than what is stored",
    "twice": "two messages for one author and client_id",
    "place": "two messages with one seq",
    "hole": "seq is not 1..n",
    "version": "versions of a conversation disagree",
    "invented": "stored, and nobody sent it",
    "order": "delivered in another order than the database's",
    "unheard": "a listener was not told in time",
    "stale": "an answer older than what was known, or with something missing",
    "state": "a client's last state is not what is stored",
    "intruder": "seen or written by who had no right at that moment",
    "signed_out": "served after the session or account had ended",
    "recalled": "a text taken back was shown afterwards",
    "clock": "the time of a message is not when it was sent",
    "thin": "too little happened for the run to mean anything",
}


class Report:
    def __init__(self) -> None:
        self.checked: Counter[str] = Counter()
        self.found: dict[str, list[str]] = defaultdict(list)

    def count(self, what: str, number: int = 1) -> None:
        self.checked[what] += number

    def wrong(self, kind: str, text: str) -> None:
        assert kind in KINDS
        self.found[kind].append(text)

    def hold(self, condition: bool, kind: str, text: str) -> None:
        if not condition:
            self.wrong(kind, text)

    def at_least(self, **wanted: int) -> None:
        """Refuse a run in which too little was checked."""
        for what, number in wanted.items():
            name = what.replace("_", " ")
            self.hold(self.checked[name] >= number, "thin", f"{name}: {self.checked[name]}, wanted {number}")

    @property
    def clean(self) -> bool:
        return not any(self.found.values())

    def out(self) -> dict[str, Any]:
        return {"checked": dict(self.checked), "found": {kind: len(cases) for kind, cases in self.found.items()}}

    def text(self) -> str:
        lines = ["Checked:"]
        lines += [f"  {number:>8,}  {what}" for what, number in self.checked.items()]
        lines.append("Violations:")
        for kind, meaning in KINDS.items():
            cases = self.found.get(kind, [])
            lines.append(f"  {len(cases):>8,}  {kind}: {meaning}")
            lines += [f"            {case}" for case in cases[:SHOWN]]
        return "\n".join(lines)
