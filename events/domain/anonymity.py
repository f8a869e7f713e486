"""What a juror may read of a work: no school, no person, no file name, whoever wrote them into the text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MASK = "某某"
SHORTEST_NAME = 2
KINDS = re.compile(
    r"(九年一贯制|中心|实验|初级|高级|职业|特殊)?(小学|初中|高中|中学|学校|幼儿园|村小|中心校|教育中心|社区居民委员会|居委会|社区)$"
)
BRACKETS = re.compile(r"[((].*?[))]")


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A run of text; `hidden` says that a name was here."""

    text: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    pieces: tuple[TextPiece, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class AnonymousWork:
    """A work as a juror reads it, ready to draw."""

    title: str
    summary: str
    paragraphs: tuple[Paragraph, ...]


def name_spellings(name: str, district: str) -> set[str]:
    """Return every way to write an organisation's name: in full, without the district, without its kind."""
    plain = BRACKETS.sub("", name)
    bare = plain.removeprefix(district)
    spellings = {name, plain, bare, KINDS.sub("", bare), KINDS.sub("", KINDS.sub("", bare))}
    return {spelling for spelling in spellings if len(spelling) >= SHORTEST_NAME}


def names_to_hide(district: str, organisations: Iterable[str], persons: Iterable[str]) -> list[str]:
    """Return all that must not be read, longest first: the district, its organisations, the people behind the work."""
    names = {district, district.removesuffix("区")}
    for organisation in organisations:
        names |= name_spellings(organisation, district)
    for person in persons:
        names |= {person, f"{person[:1]}老师", f"{person[:1]}校长", f"{person[:1]}园长"}
    return sorted(names, key=lambda name: (-len(name), name))


def pieces_around_names(text: str, names: Sequence[str]) -> tuple[TextPiece, ...]:
    """Return the text cut where a name stands. Letter case and inner spaces don't help to slip one through."""
    if not names:
        return (TextPiece(text),)
    pattern = "|".join(r"\s*".join(map(re.escape, name.replace(" ", ""))) for name in names)
    pieces, last = [], 0
    for match in re.finditer(pattern, text, re.IGNORECASE):
        if match.start() > last:
            pieces.append(TextPiece(text[last : match.start()]))
        pieces.append(TextPiece(MASK, hidden=True))
        last = match.end()
    return (*pieces, TextPiece(text[last:])) if last < len(text) else tuple(pieces)


def mask_names(text: str, names: Sequence[str]) -> str:
    return "".join(piece.text for piece in pieces_around_names(text, names))


def anonymise_work(title: str, summary: str, body: str, names: Sequence[str]) -> AnonymousWork:
    """Return a work with `names` covered. A line that starts with # is a heading, an empty line ends a paragraph."""
    paragraphs = tuple(
        Paragraph(pieces_around_names(block.lstrip("# ").strip(), names), heading=block.startswith("#"))
        for block in text_blocks(body)
    )
    return AnonymousWork(mask_names(title, names), mask_names(summary, names), paragraphs)


def text_blocks(body: str) -> list[str]:
    """Return the paragraphs and headings of a body, without the empty ones."""
    blocks: list[list[str]] = [[]]
    for line in body.splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            blocks.append([])
        if text:
            blocks[-1].append(text)
        if text.startswith("#"):
            blocks.append([])
    return ["\n".join(lines) for lines in blocks if lines]
