"""Style sheets: short, in one list, and dark the same whether chosen or taken from the phone."""

import re

from cocare.web.style_sheets import STYLE_SHEETS
from tests.architecture.source import files, text

FILE, WIDTH = 400, 120
SHEETS = [path for path in files() if path.suffix == ".css" and path.parts[0] == "static"]
ON_SOME_PAGES = {"css/channel.css", "css/events.css", "css/lesson.css"}
CHOSEN = re.compile(r':root\[data-theme="dark"\] {(.*?)}', re.DOTALL)
FOLLOWED = re.compile(r"@media \(prefers-color-scheme: dark\) {\s*:root[^{]*{(.*?)}", re.DOTALL)


def declarations(block: re.Pattern[str], sheet: str) -> list[str]:
    (found,) = block.findall(sheet)
    return [line.strip() for line in found.splitlines() if line.strip()]


def test_sheets_are_short_and_narrow():
    assert {str(path): text(path).count("\n") for path in SHEETS if text(path).count("\n") > FILE} == {}
    wide = [
        f"{path}:{number}"
        for path in SHEETS
        for number, line in enumerate(text(path).splitlines(), 1)
        if len(line) > WIDTH
    ]
    assert wide == []


def test_every_sheet_is_loaded():
    names = {str(path.relative_to("static")) for path in SHEETS}
    assert names == set(STYLE_SHEETS) | ON_SOME_PAGES


def test_dark_is_the_same_chosen_or_followed():
    tokens = next(text(path) for path in SHEETS if path.name == "tokens.css")
    chosen, followed = declarations(CHOSEN, tokens), declarations(FOLLOWED, tokens)
    assert len(chosen) > 20
    assert chosen == followed
