"""A pytest plugin: which tests stay together on one worker, in which order, and which are left out of a quick run.

A file is one piece of work, since its tests share what its fixtures make. A file that says `EACH_BY_ITSELF = True`
shares nothing, and comes last, its tests one by one: they fill the time until the other worker has finished.

With --quick (tools/affected_tests.py) what needs a browser or a server process is left out, except in the files and
folders that --whole names.
"""

from collections.abc import Callable, Sequence

import pytest
from xdist.scheduler import LoadFileScheduling

SEPARATE = "EACH_BY_ITSELF"
# Fixtures of tests that a quick run leaves out, and a folder whose tests start their processes by themselves.
SLOW = {"playwright", "programs", "demo_district", "process"}
SLOW_FOLDERS = ("tests/torture/",)


class ByFile(LoadFileScheduling):
    """By file, except that tests of the `separate` files go one by one."""

    def __init__(self, config: pytest.Config, log: object, separate: Callable[[str], bool]):
        super().__init__(config, log)
        self.separate = separate

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return nodeid if self.separate(file) else file


def says_so(source: str) -> bool:
    return any(line.startswith(f"{SEPARATE} = True") for line in source.splitlines())


class Distribution:
    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.known: dict[str, bool] = {}

    def separate(self, file: str) -> bool:
        if file not in self.known:
            self.known[file] = says_so((self.config.rootpath / file).read_text(encoding="utf-8"))
        return self.known[file]

    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: object) -> ByFile:
        return ByFile(config, log, self.separate)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.config.getoption("quick"):
            left_out = [item for item in items if self.is_slow(item)]
            self.config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if not self.is_slow(item)]
        items.sort(key=self.order(items))

    def is_slow(self, item: pytest.Item) -> bool:
        if any(item.nodeid.startswith(path) for path in self.config.getoption("whole")):
            return False
        return item.nodeid.startswith(SLOW_FOLDERS) or bool(SLOW & set(getattr(item, "fixturenames", ())))

    def order(self, items: Sequence[pytest.Item]) -> Callable[[pytest.Item], tuple[bool, bool]]:
        """Files with browser tests last: once Playwright's loop runs in a thread, no coroutine can start its own."""
        driven = {item.path for item in items if "playwright" in getattr(item, "fixturenames", ())}
        return lambda item: (self.separate(item.nodeid.partition("::")[0]), item.path in driven)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="leave out what needs a browser or a server process")
    parser.addoption("--whole", action="append", default=[], help="a file or folder of which nothing is left out")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Distribution(config), "distribution")
