"""Judges a run by what its clients saw and what the database holds.

    python -m tests.torture.checker FOLDER DATABASE_URL [--small]

Knows the wire and the tables, and nothing of the product's code. Prints what was checked and what was found, and
writes the counts to FOLDER/report.json. Ends with 1 when anything is wrong, or when too little happened.
"""

import json
import sys
from pathlib import Path

from . import storage_checks, timing_checks
from .report import Report
from .run_data import Run

CHECKS = [
    storage_checks.acknowledged,
    storage_checks.changes_acknowledged,
    storage_checks.tables,
    storage_checks.one_order,
    storage_checks.frames_in_order,
    storage_checks.last_states,
    storage_checks.clocks,
    timing_checks.rights,
    timing_checks.doors,
    timing_checks.heard,
    timing_checks.fresh,
    timing_checks.taken_back,
]


def judge(run: Run, *, small: bool) -> Report:
    report = Report()
    for what in ("kill", "redis", "postgres"):
        report.count(f"{what}s" if what == "kill" else f"{what} away", sum(one["k"] == what for one in run.chaos))
    for check in CHECKS:
        check(run, report)
    enough(report, len(run.clients), small=small)
    return report


def enough(report: Report, clients: int, *, small: bool) -> None:
    """A run in which next to nothing happened proves nothing."""
    report.at_least(
        acknowledged_messages=clients,
        frames=2 * clients,
        last_states=clients,
        fresh_fetches=clients // 3,
        times_of_messages=clients,
        changes_that_listeners_had_to_hear=clients // 2,
    )
    if not small:
        report.at_least(
            kills=4,
            redis_away=1,
            postgres_away=2,
            changes_of_rights=3,
            acknowledged_edits=clients // 20,
            acknowledged_recalls=clients // 20,
            texts_taken_back=clients // 20,
            repeated_sends_answered=clients // 5,
            requests_refused_for_want_of_a_right=clients // 4,
        )


def main() -> int:
    folder, small = Path(sys.argv[1]), "--small" in sys.argv
    report = judge(Run(folder, sys.argv[2]), small=small)
    if any(name.partition(".")[0] in ("cocare", "django") for name in sys.modules):
        raise RuntimeError("the checker must not lean on the product")
    print(report.text())
    (folder / "report.json").write_text(json.dumps(report.out(), ensure_ascii=False))
    return 0 if report.clean else 1


if __name__ == "__main__":
    sys.exit(main())
