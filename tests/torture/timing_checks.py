"""Checks of moments: who was served when, who was told how soon, and whether an answer was fresh."""

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

from .report import Report
from .run_data import END, Entry, Run, Served

TOLD = 2.0  # seconds after the commit in which an announced change of rights takes everything
UNTOLD = 60.0  # the longest without an announcement
HEARD = 5.0  # seconds in which a listener is told of every change
REDIS_BACK = 8.0  # after Redis is back, the lines to it come back with jitter
TOKEN = re.compile("⟨[0-9a-f]{12}⟩")
CHANGES = ("post", "restriction", "account", "session")


@dataclass(frozen=True)
class Loss:
    """From `at` a person has no right to `keys` (None: to nothing at all, with `cookie` where one is named)."""

    at: float
    within: float
    keys: frozenset[str] | None
    cookie: str = ""


def losses(run: Run, report: Report) -> dict[str, list[Loss]]:
    found: dict[str, list[Loss]] = defaultdict(list)
    silent = [(start - 1, end + REDIS_BACK) for start, end in run.away("redis")]
    silent += [(start - 1, end + TOLD) for start, end in run.away("postgres")]
    for entry in run.chaos:
        if entry["k"] not in CHANGES:
            continue
        quick = not any(start < entry["t"] + TOLD and entry["from"] < end for start, end in silent)
        report.count("changes of rights" if quick else "changes of rights while a service was away")
        within = TOLD if quick else UNTOLD
        for person, keys, told in entry["loses"]:
            found[person].append(Loss(entry["t"], within if told else UNTOLD, frozenset(keys)))
        if entry["k"] in ("account", "session"):
            found[entry["person"]].append(Loss(entry["t"], within, None, entry["cookie"]))
    return found


def rights(run: Run, report: Report) -> None:
    """Nothing is shown to, and nothing taken from, who has no right at that moment."""
    lost = losses(run, report)
    sees = {person: set(keys) for person, keys in run.world["sees"].items()}
    writes = {person: set(keys) for person, keys in run.world["posts"].items()}
    for one in run.served:
        client = run.clients[one.client]
        report.count("frames and answers held against rights")
        if one.key.startswith("inbox:"):
            own = one.key == f"inbox:{client.person}"
        else:
            mine = writes if one.what in ("message.send", "send", "form") else sees
            own = one.key in mine.get(client.person, ())
        report.hold(own, "intruder", f"client {one.client} never had {one.key}: {one.how} {one.what}")
        for loss in lost.get(client.person, ()):
            _after_loss(run, report, one, client.cookie, loss)
    _pried(run, report)


def _after_loss(run: Run, report: Report, one: Served, cookie: str, loss: Loss) -> None:
    if (loss.keys is not None and one.key not in loss.keys) or loss.cookie not in ("", cookie):
        return
    allowed = loss.at if one.how == "http" else loss.at + loss.within + run.slack(one.at)
    if one.asked > loss.at:
        report.count("served after a loss, in time" if one.asked <= allowed else "served after a loss, too late")
    if one.asked > allowed:
        kind = "signed_out" if loss.keys is None else "intruder"
        late = one.asked - loss.at
        report.wrong(kind, f"client {one.client}: {one.how} {one.what} of {one.key} {late:.2f} s after the loss")


def _pried(run: Run, report: Report) -> None:
    for client in run.clients:
        mine = set(run.world["sees"].get(client.person, ()))
        for entry in client.entries:
            refused = entry.get("code") in ("not_found", "forbidden") or entry.get("status") in (401, 403, 404)
            report.count("requests refused for want of a right", entry["k"] in ("error", "answer") and refused)
            foreign = entry["k"] == "http" and entry["conversation"] not in mine
            foreign = foreign or (entry["k"] == "ask" and not _own(entry["given"], client.person, mine))
            report.count("attempts at others' conversations", foreign)


def _own(given: Entry, person: str, mine: set[str]) -> bool:
    topic = given.get("topic", "")
    if topic.startswith("inbox:"):
        return topic == f"inbox:{person}"
    key = topic.partition(":")[2] or given.get("conversation")
    return key is None or key in mine


def doors(run: Run, report: Report) -> None:
    """Nobody comes in with a session that has ended, and who sat inside was sent out."""
    ended = {(e["person"], e["cookie"]): e["t"] for e in run.chaos if e["k"] in ("account", "session")}
    for client in run.clients:
        at = min(ended.get((client.person, cookie), END) for cookie in ("", client.cookie))
        called = inside = None
        for entry in client.entries:
            if entry["k"] == "call":
                called = entry["t"]
            elif entry["k"] == "open":
                inside = entry["t"]
                report.count("handshakes")
                report.hold(called is None or called <= at, "signed_out", f"client {client.number} came in again")
            elif entry["k"] == "closed":
                inside = None
                report.count("sockets closed with 4401", entry["code"] == 4401)
        report.hold(inside is None or at == END, "signed_out", f"client {client.number} still sits inside")


def heard(run: Run, report: Report) -> None:
    """Every acknowledged change reaches every listener within the promised time, whatever breaks."""
    known: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for one in run.served:
        if one.what in ("message.send", "send", "message.edit", "message.recall") and one.version is not None:
            known[one.key].append((one.at, one.messages[0]["version"]))
    lost, away = losses(run, Report()), run.away("postgres")
    for found in known.values():
        found.sort()
    of_client: dict[int, list[Served]] = defaultdict(list)
    for one in run.served:
        of_client[one.client].append(one)
    for client in run.clients:
        for stay in stays(client.entries, of_client[client.number]):
            if not any(loss.keys is None or stay.key in loss.keys for loss in lost.get(client.person, ())):
                _told_all(run, report, stay, known[stay.key], away)


@dataclass
class Stay:
    """A client listens to a topic from a join's answer to leaving, or to the line's end."""

    key: str
    client: int
    start: float
    end: float
    moments: list[float]
    versions: list[int]


def stays(entries: list[Entry], served: list[Served]) -> list[Stay]:
    ends: dict[int, float] = {entry["conn"]: entry["t"] for entry in entries if entry["k"] == "closed"}
    leaves = defaultdict(list)
    for entry in entries:
        if entry["k"] == "ask" and entry["do"] == "topic.leave":
            leaves[entry["conn"], entry["given"]["topic"].partition(":")[2]].append(entry["t"])
        elif entry["k"] == "frame" and entry["what"] == "topic.left":
            leaves[entry["conn"], entry["topic"].partition(":")[2]].append(entry["t"])
    last = entries[-1]["t"] if entries else 0.0
    found: dict[tuple[int, str], Stay] = {}
    done = []
    for one in served:
        line = (one.conn, one.key)
        if one.how == "http" or one.version is None:
            continue
        stay = found.get(line)
        if one.what == "topic.join" and (stay is None or stay.end < one.at):
            end = min([ends.get(one.conn, last), *(t for t in leaves[line] if t > one.asked)])
            stay = found[line] = Stay(one.key, one.client, one.at, end, [], [])
            done.append(stay)
        if stay is not None and one.what not in ("message.send", "message.edit", "message.recall"):
            stay.moments.append(one.at)
            stay.versions.append(max(one.version, stay.versions[-1] if stay.versions else 0))
    return done


def _told_all(
    run: Run, report: Report, stay: Stay, known: list[tuple[float, int]], away: list[tuple[float, float]]
) -> None:
    first = bisect_right(known, (stay.start, END))
    for at, version in known[first:]:
        if at > stay.end:
            break
        deadline = at + HEARD
        for start, end in away:
            if start < deadline and at < end + HEARD:
                deadline = max(deadline, end + HEARD)
        deadline += run.slack(deadline)
        if deadline >= stay.end:
            continue
        report.count("changes that listeners had to hear")
        place = bisect_right(stay.moments, deadline)
        have = stay.versions[place - 1] if place else 0
        report.hold(
            have >= version, "unheard", f"client {stay.client}, {stay.key}: {have} of {version} at {deadline:.2f}"
        )


def fresh(run: Run, report: Report) -> None:
    """No answer is older than what anybody had been told before it was asked for, and nothing is missing in it."""
    heads = _heads(run)
    for one in run.served:
        if one.what not in ("topic.join", "topic.sync", "poll", "fetch") or one.key.startswith("inbox:"):
            continue
        report.count("answers held against what was known")
        # A join may begin where this process's listeners are; what they lack comes to all of them.
        if one.what != "topic.join":
            found = heads[one.key]
            place = bisect_right(found, (one.asked, 0))
            before = found[place - 1][1] if place else 0
            had = max([one.version or 0, *(m["version"] for m in one.messages)])
            report.hold(had >= before, "stale", f"client {one.client}, {one.what} {one.key}: {had}, known {before}")
        if not one.refresh:
            _complete(run, report, one)


def _heads(run: Run) -> dict[str, list[tuple[float, int]]]:
    """Of each conversation: from when on which version was known to somebody."""
    known: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for one in run.served:
        known[one.key] += [(one.at, message["version"]) for message in one.messages if "version" in message]
    for found in known.values():
        found.sort()
        top = 0
        for place, (at, version) in enumerate(found):
            top = max(top, version)
            found[place] = (at, top)
    return known


def _complete(run: Run, report: Report, one: Served) -> None:
    given = {(message["id"], message["version"]) for message in one.messages}
    since, version = one.since or 0, one.version or 0
    missing = [
        row.version
        for row in run.of_conversation.get(one.key, ())
        if since < row.version <= version and (row.id, row.version) not in given
    ]
    report.hold(not missing, "stale", f"client {one.client}, {one.what} {one.key} since {since}: lacks {missing[:5]}")


def taken_back(run: Run, report: Report) -> None:
    """A text that was recalled is in nothing that begins after the recall was acknowledged."""
    tokens = _recalled_tokens(run)
    report.count("texts taken back", len(tokens))
    for one in run.served:
        for message in one.messages:
            for token in TOKEN.findall(f"{message.get('body', '')} {message.get('quote', '')}"):
                if token in tokens:
                    _shown(run, report, one, message, tokens[token])


def _recalled_tokens(run: Run) -> dict[str, tuple[float, int, str]]:
    """The marks in every text that a message ever had → when its recall was acknowledged, its version, where."""
    gone: dict[str, tuple[float, int, str]] = {}
    texts: dict[str, set[str]] = defaultdict(set)
    for one in run.served:
        for message in one.messages:
            if "body" in message:
                texts[message["id"]] |= set(TOKEN.findall(message["body"]))
        if one.what == "message.recall":
            message = one.messages[0]
            before = gone.get(message["id"], (END, 0, ""))
            gone[message["id"]] = min(before, (one.at, message["version"], one.key))
    return {token: gone[message] for message in gone for token in texts[message]}


def _shown(run: Run, report: Report, one: Served, message: Entry, recall: tuple[float, int, str]) -> None:
    at, version, key = recall
    report.count("showings of texts taken back, before")
    if one.how == "frame":
        late = (one.key == key and message["version"] >= version) or one.at > at + HEARD + run.slack(one.at)
    else:
        late = one.asked > at
    report.hold(
        not late, "recalled", f"client {one.client}: {one.how} {one.what} {one.key}, recalled at version {version}"
    )
