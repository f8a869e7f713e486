"""What a juror may read of a work: no school, no person, no file name, whoever wrote them into the text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cocare.people.models import Organisation

from .models import Entry

MASK = "某某"
SHORTEST = 2
KINDS = re.compile(
    r"(九年一贯制|中心|实验|初级|高级|职业|特殊)?(小学|初中|高中|中学|学校|幼儿园|村小|中心校|教育中心|社区居民委员会|居委会|社区)$"
)
BRACKETS = re.compile(r"[((].*?[))]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `hidden` marks where a name was."""

    text: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    pieces: tuple[Piece, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """The anonymised work, ready to draw."""

    title: str
    summary: str
    paragraphs: tuple[Paragraph, ...]


def names_of(organisation: Organisation, district: str) -> set[str]:
    """Every way to write an organisation: in full, short, without the district, and its bare name."""
    found = set()
    for name in (organisation.name, organisation.short_name):
        plain = BRACKETS.sub("", name)
        bare = plain.removeprefix(district)
        found |= {name, plain, bare, KINDS.sub("", bare), KINDS.sub("", KINDS.sub("", bare))}
    return {name for name in found if len(name) >= SHORTEST}


def secrets_of(entry: Entry, organisations: Iterable[Organisation], persons: Iterable[str]) -> list[str]:
    """All that must not be read, longest first: every organisation of the district, the people behind the work."""
    district = entry.showcase.district.name
    found: set[str] = set()
    for organisation in organisations:
        found |= names_of(organisation, district)
    for name in persons:
        found |= {name, f"{name[:1]}老师", f"{name[:1]}校长", f"{name[:1]}园长"}
    found |= {district, district.removesuffix("区")}
    return sorted(found, key=lambda one: (-len(one), one))


def pieces(text: str, secrets: Sequence[str]) -> tuple[Piece, ...]:
    """The text cut where a secret stands. Letter case and inner spaces don't help to slip one through."""
    if not secrets:
        return (Piece(text),)
    pattern = "|".join(r"\s*".join(map(re.escape, secret.replace(" ", ""))) for secret in secrets)
    found, last = [], 0
    for match in re.finditer(pattern, text, re.IGNORECASE):
        if match.start() > last:
            found.append(Piece(text[last : match.start()]))
        found.append(Piece(MASK, hidden=True))
        last = match.end()
    return (*found, Piece(text[last:])) if last < len(text) else tuple(found)


def masked(text: str, secrets: Sequence[str]) -> str:
    return "".join(piece.text for piece in pieces(text, secrets))


def leaf(entry: Entry, organisations: Iterable[Organisation], persons: Iterable[str]) -> Leaf:
    """The work as a juror reads it. A line that starts with # is a heading, an empty line ends a paragraph."""
    secrets = secrets_of(entry, organisations, persons)
    paragraphs = tuple(
        Paragraph(pieces(block.lstrip("# ").strip(), secrets), heading=block.startswith("#"))
        for block in blocks(entry.body)
    )
    return Leaf(masked(entry.title, secrets), masked(entry.summary, secrets), paragraphs)


def blocks(body: str) -> list[str]:
    """Paragraphs and headings of a body, without the empty ones."""
    found: list[list[str]] = [[]]
    for line in body.splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            found.append([])
        if text:
            found[-1].append(text)
        if text.startswith("#"):
            found.append([])
    return ["\n".join(lines) for lines in found if lines]
