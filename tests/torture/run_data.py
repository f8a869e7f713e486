"""What the checker reads: the journals of a run, and the tables by plain SQL. Nothing of the product."""

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from .journal import entries

Entry = dict[str, Any]
END = float("inf")

MESSAGES = """
SELECT id::text, conversation_id::text, seq, version, author_id::text, client_id::text, body,
       recalled_at IS NOT NULL, extract(epoch FROM sent_at)::float8
FROM channel_message WHERE conversation_id = ANY(%s::uuid[]) ORDER BY conversation_id, seq, id
"""
HEADS = "SELECT id::text, version, last_seq FROM channel_conversation WHERE id = ANY(%s::uuid[])"


@dataclass(frozen=True)
class Row:
    id: str
    conversation: str
    seq: int
    version: int
    author: str
    client_id: str
    body: str
    recalled: bool
    sent_at: float


@dataclass
class Served:
    """Something of a conversation (or an inbox) that reached a client: a frame, or an answer to what it asked."""

    client: int
    key: str
    how: str  # frame, socket, http
    what: str
    asked: float  # when the request began; of a frame: when it came
    at: float
    conn: int = 0
    version: int | None = None
    since: int | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)
    refresh: bool = False
    given: dict[str, Any] = field(default_factory=dict)


@dataclass
class Client:
    number: int
    person: str
    account: str
    cookie: str
    entries: list[Entry] = field(default_factory=list)
    asks: dict[str, Entry] = field(default_factory=dict)


class Run:
    """Everything of one run, in the order and at the times at which it happened."""

    def __init__(self, folder: Path, database: str):
        plan = json.loads((folder / "plan.json").read_text())
        self.world = plan["world"]
        self.clients = [
            Client(n, one["person"], one["account"], one["cookie"]) for n, one in enumerate(self.world["clients"])
        ]
        self.first_asked: dict[str, float] = {}
        self.late: list[tuple[float, float]] = []
        self.wall: list[float] = []
        for path in sorted(folder.glob("load*.jsonl")):
            self._read(path)
        self.late.sort()
        self.chaos = list(entries(folder / "chaos.jsonl")) if (folder / "chaos.jsonl").exists() else []
        self.served = [one for client in self.clients for one in served_to(client)]
        self._tables(database)

    def _read(self, path: Path) -> None:
        for entry in entries(path):
            if "c" in entry:
                client = self.clients[entry["c"]]
                client.entries.append(entry)
                if entry["k"] in ("ask", "http"):
                    client.asks[entry["id"]] = entry
                    self._first(entry)
            elif entry["k"] == "late":
                self.late.append((entry["t"], entry["by"]))
            elif entry["k"] == "begin":
                self.wall.append(entry["wall"] - entry["t"])

    def _first(self, entry: Entry) -> None:
        given = given_in(entry)
        if "client_id" in given:
            self.first_asked[given["client_id"]] = min(entry["t"], self.first_asked.get(given["client_id"], END))

    def _tables(self, database: str) -> None:
        keys = list(self.world["conversations"])
        with psycopg.connect(database) as connection:
            self.rows = [Row(*row) for row in connection.execute(MESSAGES, [keys])]
            self.heads = {key: (version, seq) for key, version, seq in connection.execute(HEADS, [keys])}
        self.of_conversation: dict[str, list[Row]] = defaultdict(list)
        self.of_message: dict[str, Row] = {}
        for row in self.rows:
            self.of_conversation[row.conversation].append(row)
            self.of_message[row.id] = row
        for one in self.served:
            if not one.key and one.messages[0]["id"] in self.of_message:
                one.key = self.of_message[one.messages[0]["id"]].conversation

    def slack(self, at: float) -> float:
        """How late the clients' own process was about then: so much later it may have noticed what came in time."""
        first, last = bisect_left(self.late, (at - 5, 0)), bisect_right(self.late, (at + 5, END))
        return 0.25 + max((by for _, by in self.late[first:last]), default=0)

    def away(self, *what: str) -> list[tuple[float, float]]:
        """From when to when a service was away."""
        return [(one["from"], one["t"]) for one in self.chaos if one["k"] in what]


def served_to(client: Client) -> list[Served]:
    found = []
    for entry in client.entries:
        if entry["k"] == "frame":
            if entry["what"] not in ("topic.left",):
                found.append(_frame(client, entry))
        elif entry["k"] in ("ok", "answer") and (entry["k"] == "ok" or entry["out"] is not None):
            asked = client.asks.get(entry["id"])
            if asked is not None:
                one = _answer(client, asked, entry)
                if one is not None:
                    found.append(one)
    return found


def _frame(client: Client, entry: Entry) -> Served:
    messages = [entry["m"]] if entry["m"] else []
    return Served(
        client.number, key_of(entry["topic"]), "frame", entry["what"], entry["t"], entry["t"], entry["conn"],
        entry["v"], None, messages, entry["what"] == "topic.refresh",
    )  # fmt: skip


def _answer(client: Client, asked: Entry, entry: Entry) -> Served | None:
    out, given, http = entry["out"], asked["given"], asked["k"] == "http"
    what = asked["what"] if http else asked["do"]
    if what in ("topic.leave", "conversation.typing", "conversation.read"):
        return None
    one = Served(client.number, "", "http" if http else "socket", what, asked["t"], entry["t"], entry.get("conn", 0))
    one.given = given_in(asked)
    if what in ("topic.join", "topic.sync", "poll", "fetch"):
        one.key = asked["conversation"] if http else key_of(given["topic"])
        one.version, one.messages, one.refresh = out["version"], out["changes"], out["refresh"]
        one.since = int(asked["path"].partition("since=")[2]) if http else given.get("since")
    elif what == "form":
        if not out["place"]:
            return None
        one.key, one.messages = asked["conversation"], [{"seq": int(out["place"])}]
    else:
        one.key, one.messages, one.version = (
            given.get("conversation", asked.get("conversation", "")),
            [out],
            out["version"],
        )
    return one


def given_in(asked: Entry) -> Entry:
    """What went in, by socket, JSON or form."""
    given = asked["given"]
    return given if asked["k"] == "ask" else {**given.get("data", {}), **given.get("form", {})}


def key_of(topic: str) -> str:
    return topic if topic.startswith("inbox:") else topic.partition(":")[2]
