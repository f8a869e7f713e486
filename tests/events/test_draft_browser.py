"""A draft in a real browser: kept while it is written, and never over what another window has kept since."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cocare.people.enums import Capacity
from events.enums import EntryState, ShowcaseState
from events.models import Entry
from tests import factories as make

from . import stage
from .test_sheet_browser import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def entry(cast):
    showcase = stage.at(cast, ShowcaseState.SUBMISSION_OPEN)
    author = make.client(cast.zhou_jing, Capacity.TEACHER)
    author.post(reverse("events:entry.create", kwargs={"pk": showcase.pk}))
    return Entry.objects.get(showcase=showcase, title="", state=EntryState.DRAFT)


def test_two_windows_never_write_over_each_other(asgi_server, cast, desktop_page, entry):
    first = signed_in(desktop_page, asgi_server, cast.zhou_jing, Capacity.TEACHER)
    second = first.context.new_page()
    for window in (first, second):
        window.goto(asgi_server.url + reverse("events:entry.edit", kwargs={"pk": entry.pk}))
    first.locator("#id_title").fill("家庭书角")
    note = first.locator("[data-saved]")
    expect(note).to_have_text(re.compile(r"\d\d:\d\d"))
    first.locator("#id_title").fill("家庭读书角")
    expect(first.locator("#draft [name=version]")).to_have_value("2")
    entry.refresh_from_db()
    assert (entry.title, entry.version) == ("家庭读书角", 2)

    second.locator("#id_title").fill("另一个题目")
    conflict = second.locator("[data-saved]").get_attribute("data-conflict")
    expect(second.locator("[data-saved]")).to_have_text(conflict)
    # From here on only the person decides.
    with second.expect_request_finished(lambda request: request.url.endswith("/save/"), timeout=3_000) as after:
        second.locator("#id_title").fill("还是另一个")
        first.locator("#id_title").fill("家庭读书")
        expect(first.locator("#draft [name=version]")).to_have_value("3")
        second.evaluate("fetch('/nothing/save/').catch(() => {})")
    assert after.value.url.endswith("/nothing/save/")
    entry.refresh_from_db()
    assert entry.title == "家庭读书"


def test_what_was_written_without_a_network_is_kept_when_it_is_back(asgi_server, cast, desktop_page, entry):
    page = signed_in(desktop_page, asgi_server, cast.zhou_jing, Capacity.TEACHER)
    page.goto(asgi_server.url + reverse("events:entry.edit", kwargs={"pk": entry.pk}))
    page.context.set_offline(True)
    page.locator("#id_title").fill("隧道里的题目")
    note = page.locator("[data-saved]")
    expect(note).to_have_text(note.get_attribute("data-failed"))
    page.context.set_offline(False)
    expect(page.locator("#draft [name=version]")).to_have_value("1", timeout=10_000)
    entry.refresh_from_db()
    assert entry.title == "隧道里的题目"
