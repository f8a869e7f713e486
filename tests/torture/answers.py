"""What a client keeps of answers and frames, and what of it goes into the journal."""

from dataclasses import dataclass, field
from typing import Any

from . import http_client

Message = dict[str, Any]


def told(message: Message) -> Message:
    """What the checker needs of a message."""
    quote = message.get("quote")
    names = ("id", "seq", "version", "client_id", "body", "recalled", "sent_at")
    return {name: message[name] for name in names} | {
        "author": message["author"]["id"],
        "quote": quote["body"] if quote else "",
    }


@dataclass
class Topic:
    """One topic as this client has it. `base`: what was changed up to there was never read."""

    topic: str
    version: int = 0
    base: int = 0
    messages: dict[str, Message] = field(default_factory=dict)
    early: dict[int, tuple[str, Message]] = field(default_factory=dict)
    wanted: bool = True
    joined: bool = False
    asking: bool = False


def out_of(what: str, answer: http_client.Answer) -> Any:
    if what == "form":
        return {"place": answer.headers.get("location", "").partition("#m")[2]} if answer.status == 303 else None
    return answer.json() if answer.status in (200, 201) else None


def brief(do: str, out: dict[str, Any]) -> dict[str, Any]:
    if do in ("topic.join", "topic.sync", "poll", "fetch"):
        changes = [told(one.get("out", one)) for one in out.get("changes", [])]
        return {"version": out["version"], "refresh": bool(out.get("refresh")), "changes": changes}
    if do in ("message.send", "message.edit", "message.recall", "send"):
        return told(out)
    return out
