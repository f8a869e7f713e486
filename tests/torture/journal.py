"""What happened, a JSON line each: `n` counts one client's entries, `t` is the machine's monotonic clock.

That clock is the same for all processes of a machine, so that entries of different journals can be compared.
"""

import json
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any


class Journal:
    def __init__(self, path: Path):
        self.sink = path.open("a", encoding="utf-8")
        self.count = count(1)

    def note(self, kind: str, **facts: Any) -> dict[str, Any]:
        entry = {"n": next(self.count), "t": round(time.monotonic(), 4), "k": kind, **facts}
        self.sink.write(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n")
        return entry

    def flush(self) -> None:
        self.sink.flush()

    def close(self) -> None:
        self.sink.close()


def entries(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as source:
        for line in source:
            yield json.loads(line)
