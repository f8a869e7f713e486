"""A pytest plugin: where the time of a run went, by folder and by the dearest files, at the end of each run.

Seconds are those of the workers, set-up and clean-up included: two workers spend up to two of them a second. What is
made once a run or a worker counts where it was first asked for.
"""

import time
from collections import Counter, defaultdict
from pathlib import PurePath

import pytest

DEAREST = 10
FEWEST = 50  # tests; a smaller run knows its own time


class Durations:
    """Adds up the reports that the workers send."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.seconds: defaultdict[str, float] = defaultdict(float)  # by file
        self.tests: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        file = report.nodeid.partition("::")[0]
        self.seconds[file] += report.duration
        self.tests[file] += report.when == "call"

    def pytest_terminal_summary(self, terminalreporter, config: pytest.Config) -> None:
        if self.tests.total() < FEWEST:
            return
        wall, workers = time.monotonic() - self.started, config.getoption("numprocesses", None) or 1
        busy = sum(self.seconds.values())
        terminalreporter.section("worker seconds by folder")
        for line in (*self.by_folder(), "", *self.dearest()):
            terminalreporter.write_line(line)
        terminalreporter.write_line(
            f"{busy:8.1f} of {wall * workers:.0f} worker seconds were tests, {wall:.0f} s in all"
        )

    def by_folder(self) -> list[str]:
        seconds: defaultdict[str, float] = defaultdict(float)
        tests: Counter[str] = Counter()
        for file, spent in self.seconds.items():
            folder = str(PurePath(file).parent)
            seconds[folder] += spent
            tests[folder] += self.tests[file]
        return [
            f"{spent:8.1f}  {folder} ({tests[folder]} tests)"
            for folder, spent in sorted(seconds.items(), key=lambda pair: -pair[1])
        ]

    def dearest(self) -> list[str]:
        files = sorted(self.seconds.items(), key=lambda pair: -pair[1])[:DEAREST]
        return [f"{spent:8.1f}  {file}" for file, spent in files]


def pytest_configure(config: pytest.Config) -> None:
    # Workers only report; whoever started them adds up.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Durations(), "durations")
