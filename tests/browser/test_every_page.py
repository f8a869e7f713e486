"""Every page that a person can reach from home: no overflow, no axe violation, at each width, light, dark and large.

A crawl, so that no page is forgotten: from home it follows the links of the pages themselves, over plain HTTP, where
status, headings, language and policy are seen on every page of every person. A browser opens those whose kinds of
element none has shown before on a page of that view, in Chinese and light; in English and dark it opens each view once.
With PICTURES=1 it opens every view for everyone, and what it saw is kept in build/screens/.
"""

import os

import pytest
from playwright.sync_api import Page

from tests.browser.looking import Looked, keep_pictures, look
from tests.browser.visiting import Content, Visitor
from tests.browsing import AXE

EACH_BY_ITSELF = True
THEMES = {"zh-hans": "light", "en": "dark"}
LANGUAGES = tuple(THEMES)
FEWEST_VIEWS = 5
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


@pytest.fixture(scope="session")
def looked(tmp_path_factory: pytest.TempPathFactory, worker_id: str, testrun_uid: str) -> Looked:
    """What any worker of this run has looked at."""
    folder = tmp_path_factory.getbasetemp()
    return Looked((folder if worker_id == "master" else folder.parent) / f"looked-{testrun_uid}.json")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_within_reach_is_sound(who, language, demo_district, open_page, axe, looked):
    visitor, complaints, views = Visitor(demo_district.url), [], set()
    visitor.sign_in(PEOPLE[who])
    visitor.speak(language)
    page = watched(open_page(), complaints)
    page.context.add_cookies(visitor.cookies)
    try:
        for visit in visitor.crawl():
            complaints += visit.complaints(language)
            first, pictures = visit.view not in views, bool(os.environ.get("PICTURES"))
            views.add(visit.view)
            kinds = visit.content.kinds if language == LANGUAGES[0] else ()
            if looked.claim(f"{visit.view} in {language}", kinds) or (pictures and first):
                page.goto(visit.address)
                complaints += look(page, visit.view, axe, [THEMES[language]])
                if pictures:
                    keep_pictures(page, who, visit.view, language)
    finally:
        visitor.speak(LANGUAGES[0])
    assert not complaints, f"{len(complaints)} complaints\n" + "\n\n".join(complaints)
    assert len(views) >= FEWEST_VIEWS


def watched(page: Page, complaints: list[str]) -> Page:
    """The page, with the accessibility check at hand, adding to `complaints` what its scripts and policy say."""
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: script: {error}"))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    page.add_init_script(path=AXE)
    return page


def test_a_page_is_looked_at_when_it_shows_what_none_did(tmp_path):
    def kinds(source: str) -> set[str]:
        return Content(source).kinds

    looked = Looked(tmp_path / "looked.json")
    assert looked.claim("room", kinds('<p class="msg"><b>'))
    assert not looked.claim("room", kinds("<p><b>words</b>"))
    assert Looked(looked.file).claim("room", kinds('<p class="msg recalled">'))
    assert looked.claim("list", kinds("<p>"))
