"""A pytest plugin: which tests stay together on one worker, and in which order, so that no worker waits for another.

A file is one piece of work, since its tests share what its fixtures make. A file that says `EACH_BY_ITSELF = True`
shares nothing, and comes last, its tests one by one: they fill the time until the other worker has finished.
"""

from collections.abc import Callable, Sequence

import pytest
from xdist.scheduler import LoadFileScheduling

SEPARATE = "EACH_BY_ITSELF"


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
        items.sort(key=self.order(items))

    def order(self, items: Sequence[pytest.Item]) -> Callable[[pytest.Item], tuple[bool, bool]]:
        """Files with browser tests last: once Playwright's loop runs in a thread, no coroutine can start its own."""
        driven = {item.path for item in items if "playwright" in getattr(item, "fixturenames", ())}
        return lambda item: (self.separate(item.nodeid.partition("::")[0]), item.path in driven)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Distribution(config), "distribution")
