"""Checks of what is stored: against what was sent and acknowledged, against itself, against what clients have."""

from collections import defaultdict
from typing import Any

from .report import Report
from .run_data import Row, Run, Served, given_in

SENDS = ("message.send", "send", "form")
CLOCK_SLACK = 1.0


def sent_texts(run: Run) -> tuple[dict[str, tuple[str, str]], dict[str, set[str]]]:
    """client_id → (author, text) of everything ever sent; message → texts that edits asked for."""
    letters, edits = {}, defaultdict(set)
    for client in run.clients:
        for ask in client.asks.values():
            given = given_in(ask)
            if "client_id" in given:
                letters[given["client_id"]] = (client.person, given["body"])
            elif ask.get("do") == "message.edit":
                edits[given["message"]].add(given["body"])
    return letters, edits


def acknowledged(run: Run, report: Report) -> None:
    """Every message that somebody was told is sent: there, once, as told."""
    by_client_id: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in run.rows:
        by_client_id[row.author, row.client_id].append(row)
    for (_, client_id), rows in by_client_id.items():
        report.hold(len(rows) == 1, "twice", f"{len(rows)} rows for client_id {client_id}")
    known: set[str] = set()
    for one in run.served:
        if one.what in SENDS:
            client_id = one.given["client_id"]
            if client_id in known:
                report.count("repeated sends answered")
            known.add(client_id)
            rows = by_client_id.get((run.clients[one.client].person, client_id), [])
            if rows:
                _as_told(one, rows, report)
            else:
                report.wrong("lost", f"client {one.client}, client_id {client_id}, answered at {one.at:.2f}")
    report.count("acknowledged messages", len(known))


def _as_told(one: Served, rows: list[Row], report: Report) -> None:
    told = one.messages[0]
    same = any(
        row.seq == told["seq"] and row.conversation == one.key and row.id == told.get("id", row.id) for row in rows
    )
    report.hold(same, "changed", f"{told} is stored as {rows[0].id} seq {rows[0].seq}")


def changes_acknowledged(run: Run, report: Report) -> None:
    for one in run.served:
        if one.what not in ("message.edit", "message.recall"):
            continue
        told = one.messages[0]
        row = run.of_message.get(told["id"])
        report.count("acknowledged edits" if one.what == "message.edit" else "acknowledged recalls")
        if row is None or row.version < told["version"]:
            report.wrong("lost", f"{one.what} of {told['id']} at version {told['version']}")
        elif one.what == "message.recall":
            report.hold(row.recalled and not row.body, "recalled", f"{row.id} is stored with its text")
        elif row.version == told["version"]:
            report.hold(row.body == one.given["body"], "changed", f"edit of {row.id}")


def tables(run: Run, report: Report) -> None:
    """The tables against themselves: seq without holes, versions that agree, nothing that nobody sent."""
    letters, edits = sent_texts(run)
    for key, rows in run.of_conversation.items():
        report.count("conversations")
        report.count("stored messages", len(rows))
        version, last = run.heads[key]
        seqs, versions = [row.seq for row in rows], [row.version for row in rows]
        report.hold(len(set(seqs)) == len(seqs), "place", f"conversation {key}")
        report.hold(set(range(1, last + 1)) == set(seqs), "hole", f"conversation {key}: {len(set(seqs))} of {last}")
        report.hold(len(set(versions)) == len(versions), "version", f"conversation {key}: a version twice")
        report.hold(version == max(versions), "version", f"conversation {key}: head {version}, newest {max(versions)}")
        for row in rows:
            author, body = letters.get(row.client_id, ("", ""))
            report.hold(author == row.author, "invented", f"message {row.id}")
            report.hold(row.recalled or row.body in {body, *edits[row.id]}, "invented", f"text of message {row.id}")


def one_order(run: Run, report: Report) -> None:
    """Whatever anybody was shown under a conversation's version: the same for all, and as it is storage_checks."""
    seen: dict[tuple[str, int], tuple[Any, ...]] = {}
    places: dict[str, int] = {}
    posted: dict[str, dict[int, int]] = defaultdict(dict)
    for one in run.served:
        for message in one.messages:
            if "version" not in message:
                continue
            content = (message["id"], message["seq"], message["body"], message["recalled"])
            known = seen.setdefault((one.key, message["version"]), content)
            report.hold(known == content, "version", f"{one.key} version {message['version']}: {known} and {content}")
            place = places.setdefault(message["id"], message["seq"])
            report.hold(place == message["seq"], "order", f"message {message['id']}: seq {place} and {message['seq']}")
            if one.what == "message.posted":
                posted[one.key][message["version"]] = message["seq"]
    report.count("versions seen", len(seen))
    for row in run.rows:
        stored = (row.id, row.seq, row.body, row.recalled)
        known = seen.get((row.conversation, row.version), stored)
        report.hold(known == stored, "version", f"{row.conversation} version {row.version}: {known}, stored {stored}")
    for key, found in posted.items():
        seqs = [seq for _, seq in sorted(found.items())]
        report.hold(seqs == sorted(seqs), "order", f"{key}: versions and seqs run differently")


def frames_in_order(run: Run, report: Report) -> None:
    """On one line the frames of a topic rise, and so does what each client applied."""
    last: dict[tuple[int, int, str], int] = {}
    for one in run.served:
        line = (one.client, one.conn, one.key)
        if one.how == "socket" and one.what == "topic.join":
            last.pop(line, None)
        elif one.how == "frame" and one.version is not None and not one.key.startswith("inbox:"):
            report.count("frames")
            before = last.get(line, 0)
            report.hold(before < one.version, "order", f"client {one.client}, {one.key}: {one.version} after {before}")
            last[line] = one.version
    for client in run.clients:
        have: dict[str, int] = {}
        for entry in client.entries:
            if entry["k"] == "anew":
                have[entry["topic"]] = entry["base"]
            elif entry["k"] == "apply":
                report.count("changes applied")
                before = have.get(entry["topic"], 0)
                report.hold(before < entry["v"], "order", f"client {client.number} applied {entry['v']} after {before}")
                have[entry["topic"]] = entry["v"]


def last_states(run: Run, report: Report) -> None:
    """After the last sync each client has what is stored, and so has whoever asks anew."""
    for client in run.clients:
        for entry in client.entries:
            if entry["k"] == "state":
                report.count("last states")
                key = entry["topic"].partition(":")[2]
                _like_stored(run, report, f"client {client.number}", key, entry["base"], entry["v"], entry["have"])
    for one in run.served:
        if one.what == "fetch":
            report.count("fresh fetches")
            have = {m["id"]: [m["seq"], m["version"], m["body"], m["recalled"]] for m in one.messages}
            _like_stored(run, report, "a fresh fetch", one.key, one.since or 0, one.version or 0, have)


def _like_stored(run: Run, report: Report, who: str, key: str, base: int, version: int, have: dict[str, Any]) -> None:
    stored = {
        row.id: [row.seq, row.version, row.body, row.recalled] for row in run.of_conversation[key] if row.version > base
    }
    report.count("messages compared", len(stored))
    report.hold(version == run.heads[key][0], "state", f"{who}, {key}: version {version} of {run.heads[key][0]}")
    wrong = [one for one in stored.keys() | have.keys() if stored.get(one) != have.get(one)]
    report.hold(not wrong, "state", f"{who}, {key}: {len(wrong)} of {len(stored)} differ")


def clocks(run: Run, report: Report) -> None:
    """A message's time is the server's, whatever the client's clock says."""
    wall = run.wall[0]
    for one in run.served:
        if one.what in ("message.send", "send"):
            row = run.of_message.get(one.messages[0]["id"])
            first = run.first_asked.get(one.given["client_id"], 0)
            if row is not None:
                report.count("times of messages")
                true = first - CLOCK_SLACK <= row.sent_at - wall <= one.at + CLOCK_SLACK
                report.hold(true, "clock", f"message {row.id}: {row.sent_at - wall:.2f}, asked {first:.2f}")
