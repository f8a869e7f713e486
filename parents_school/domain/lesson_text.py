"""The text of a lesson: a few marks that an author can type, and nothing that could do harm.

## heading     - list     1. list     > quotation     **strong**     an empty line ends a paragraph
"""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {"h2", "h3", "p", "br", "ul", "ol", "li", "blockquote", "strong", "em", "b", "i", "a"}
STRONG = re.compile(r"\*\*(.+?)\*\*")
NUMBERED = re.compile(r"^\d{1,2}[.、]\s*")
SLOW_READER = 600  # characters a minute, generous for someone who knows half of it
SHORTEST, LONGEST = 8, 120


def render_html(text: str) -> SafeString:
    """Return safe HTML. Marks become elements, pasted HTML is kept only where it is harmless."""
    blocks = [_block(lines) for lines in _blocks(text)]
    html = nh3.clean(
        "\n".join(blocks),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "tel"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308  # nh3 has just cleaned it


def least_reading_seconds(text: str) -> int:
    """Return how many seconds someone at least needs to read it.

    Short on purpose: the rule is against clicking through, not more.
    """
    characters = len(re.sub(r"\s|<[^>]*>", "", text))
    return max(SHORTEST, min(LONGEST, characters * 60 // (SLOW_READER * 3)))


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _block(lines: list[str]) -> str:
    first = lines[0]
    if first.startswith("## "):
        rest = _block(lines[1:]) if len(lines) > 1 else ""
        return f"<h2>{_inline(first[3:])}</h2>{rest}"
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    if all(NUMBERED.match(line) for line in lines):
        return "<ol>" + "".join(f"<li>{_inline(NUMBERED.sub('', line))}</li>" for line in lines) + "</ol>"
    if all(line.startswith("> ") for line in lines):
        return "<blockquote><p>" + "<br>".join(_inline(line[2:]) for line in lines) + "</p></blockquote>"
    return "<p>" + "<br>".join(_inline(line) for line in lines) + "</p>"


def _inline(text: str) -> str:
    return STRONG.sub(r"<strong>\1</strong>", text)
