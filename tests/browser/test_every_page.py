"""Every page that a person can reach from home: no overflow, no axe violation, at each width, light, dark and large.

A crawl, so that no page is forgotten: from home it follows the links of the pages themselves. Each person's every view
is looked at in Chinese; English and dark once for each view, whoever comes first: they don't differ by person.
With PICTURES=1 what it saw is kept in build/screens/.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

SCREENS = Path(__file__).parents[2] / "build" / "screens"
WIDTHS = (360, 768, 1440)
LANGUAGES = ("zh-hans", "en")
PEOPLE = {
    "guardian": "19900000001",
    "grandparent": "19900000002",
    "teacher": "19900000003",
    "principal": "19900000005",
    "team": "19900000006",
    "district": "19900000008",
    "juror": "19900000009",
    "court": "19900000010",
    "administrator": "19900000013",
    "auditor": "19900000014",
    "newcomer": "19900000015",
}
# Not pages: files, feeds, and what ends the session.
SKIPPED = re.compile(
    r"/(static|files|api|accounts/logout)/|\.(pdf|ics|csv|json|svg|webmanifest|js)(\?|$)|/(download|export)/"
)

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SCROLLS = "document.documentElement.scrollHeight > innerHeight + 1"
LINKS = "Array.from(document.querySelectorAll('a[href]:not([download])'), a => a.href)"


def view_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


def crawl(page: Page, base: str) -> Iterator[tuple[str, str]]:
    """Address and view name of each page within reach, each view once; the page stands there when it is yielded."""
    queue, seen, done = [base + "/"], {base + "/"}, set()
    while queue:
        address = queue.pop(0)
        name = view_of(urlsplit(address).path)
        if name in done:
            continue
        try:
            answer = page.goto(address)
        except Error as error:
            if "Download is starting" in str(error):
                continue
            raise
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        done.add(name)
        assert answer.status < 400, f"{address} answers {answer.status}, linked from a page"
        yield address, name
        for link in page.evaluate(LINKS):
            target = urljoin(address, link).split("#")[0]
            if target.startswith(base) and target not in seen and not SKIPPED.search(target):
                seen.add(target)
                queue.append(target)


def look(page: Page, name: str, axe, *, dark: bool) -> list[str]:
    """What is wrong with the page that stands there: every width, normal and huge text, light and where asked dark."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if (over := page.evaluate(OVERFLOW)) > 0:
            wrong.append(f"{over} px too wide at {width}")
    if page.locator(".frame").count() and page.evaluate(SCROLLS):
        wrong.append("the page scrolls beside the room's own stream")
    if page.locator("h1").count() != 1:
        wrong.append(f"{page.locator('h1').count()} h1")
    page.set_viewport_size({"width": 360, "height": 800})
    page.evaluate("document.documentElement.dataset.text = 'huge'")
    if (over := page.evaluate(OVERFLOW)) > 0:
        wrong.append(f"{over} px too wide at 360 with huge text")
    page.evaluate("document.documentElement.dataset.text = 'normal'")
    for scheme in ("light", "dark") if dark else ("light",):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        try:
            axe(page)
        except AssertionError as violations:
            wrong.append(f"{scheme}: {violations}")
    return [f"{name} ({page.url}): {what}" for what in wrong]


def keep_pictures(page: Page, who: str, name: str, language: str) -> None:
    (SCREENS / who).mkdir(parents=True, exist_ok=True)
    file = re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-") or "home"
    page.emulate_media(color_scheme="light")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SCREENS / who / f"{file}-{width}-{language}.png", full_page=True)


@pytest.fixture(scope="module")
def seen() -> set[tuple[str, str]]:
    """(view, language) that some person's crawl has looked at."""
    return set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_within_reach_is_sound(who, language, demo_district, open_page, axe, seen):
    page, complaints = open_page(), []
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    sign_in(page, demo_district.url, PEOPLE[who])
    speak(page, demo_district.url, language)
    try:
        for _, name in crawl(page, demo_district.url):
            new = (name, language) not in seen
            if new or language == LANGUAGES[0]:
                complaints += look(page, name, axe, dark=new)
            if os.environ.get("PICTURES"):
                keep_pictures(page, who, name, language)
            seen.add((name, language))
    finally:
        speak(page, demo_district.url, LANGUAGES[0])
    assert not complaints, f"{len(complaints)} complaints\n" + "\n\n".join(complaints)


def sign_in(page: Page, base: str, phone: str) -> None:
    """The demo's one click."""
    page.goto(f"{base}/accounts/login/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    form = {"phone": phone, "csrfmiddlewaretoken": token}
    answer = page.request.post(f"{base}/demo/sign-in/", form=form, headers={"Referer": f"{base}/"})
    assert answer.ok, f"sign-in of {phone} answered {answer.status}"


def speak(page: Page, base: str, language: str) -> None:
    page.goto(f"{base}/display/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    form = {"language": language, "csrfmiddlewaretoken": token}
    assert page.request.post(f"{base}/display/save/", form=form, headers={"Referer": f"{base}/"}).ok
