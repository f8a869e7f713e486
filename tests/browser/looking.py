"""What is looked at on a page that stands in a browser: width, headings, accessibility; and what has been looked at."""

import fcntl
import json
import re
from collections.abc import Callable, Collection
from pathlib import Path

from playwright.sync_api import Page

SCREENS = Path(__file__).parents[2] / "build" / "screens"
WIDTHS = (1440, 768, 360)
# Each text size is set, measured and taken back at once: the browser lays the page out anew at each question.
MEASURE = """() => {
    const page = document.documentElement, own = page.dataset.text, too_wide = {};
    for (const size of [own, 'normal', 'huge']) {
        if (size) page.dataset.text = size;
        too_wide[size || 'its own'] = page.scrollWidth - page.clientWidth;
    }
    if (own) page.dataset.text = own; else delete page.dataset.text;
    return {
        too_wide,
        headings: document.querySelectorAll('h1').length,
        scrolls: Boolean(document.querySelector('.frame')) && page.scrollHeight > innerHeight + 1,
    };
}"""


def look(page: Page, name: str, axe: Callable[[Page], None], themes: Collection[str] = ("light", "dark")) -> list[str]:
    """What is wrong with the page that stands there: at every width, in every size of text, in the themes asked for."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900 if width == WIDTHS[0] else 800})
        seen = page.evaluate(MEASURE)
        wrong += [f"{over} px too wide at {width}, text {size}" for size, over in seen["too_wide"].items() if over > 0]
    if seen["headings"] != 1:
        wrong.append(f"{seen['headings']} h1")
    if seen["scrolls"]:
        wrong.append("the page scrolls beside the room's own stream")
    for theme in themes:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        try:
            axe(page)
        except AssertionError as violations:
            wrong.append(f"{theme}: {violations}")
    return [f"{name} ({page.url}): {what}" for what in wrong]


def keep_pictures(page: Page, who: str, name: str, language: str) -> None:
    """Keep what stands there in build/screens/, on a phone and on a desktop."""
    (SCREENS / who).mkdir(parents=True, exist_ok=True)
    file = re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-") or "home"
    page.emulate_media(color_scheme="light")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SCREENS / who / f"{file}-{width}-{language}.png", full_page=True)


class Looked:
    """What all workers of a run have looked at: of each view, the sets of kinds of element that its pages had."""

    def __init__(self, file: Path):
        self.file = file

    def claim(self, view: str, kinds: Collection[str]) -> bool:
        """Whether the page has to be looked at. It has not when one was that had all of its kinds of element."""
        with self.file.open("a+") as shared:
            fcntl.flock(shared, fcntl.LOCK_EX)
            shared.seek(0)
            seen = json.loads(shared.read() or "{}")
            if any(set(kinds) <= set(others) for others in seen.get(view, [])):
                return False
            seen.setdefault(view, []).append(sorted(kinds))
            shared.truncate(0)
            shared.write(json.dumps(seen))
            return True
