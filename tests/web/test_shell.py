"""The frame of every page: navigation, landmarks, errors, the app on a phone."""

import json
import re

import pytest
from django.apps import apps
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import ResolverMatch

from cocare.channel.services.notifying import notify_waiting
from cocare.core.contributions import NavigationEntry, Section
from cocare.people.enums import Capacity
from cocare.web import error_pages, navigation
from cocare.web.templatetags import shell
from tests import factories as make
from tests.channel.sending import send

CHINESE = re.compile(r"[\u3400-\u9fff]")


def drawn(source: str, **context) -> str:
    return Template("{% load shell %}" + source).render(Context(context))


@pytest.mark.parametrize("capacity", Capacity.values)
def test_every_capacity_has_its_places_and_at_most_five(capacity):
    bar = navigation.menu(capacity).bar
    assert 2 <= len(bar) <= 5
    assert len({item.url for item in bar}) == len(bar)
    assert all(item.url.startswith("/") for item in bar)


def test_a_page_that_does_not_exist_has_no_entry(monkeypatch):
    gone = NavigationEntry("x", "x", "x", "nowhere:to.go", Section.FOOT, 0, {Capacity.GUARDIAN})
    monkeypatch.setattr(apps.get_app_config("web"), "navigation", (gone,))
    assert navigation.menu(Capacity.GUARDIAN).foot == []


def test_a_page_below_a_place_lights_that_place_and_no_other():
    match = ResolverMatch(lambda: None, (), {}, "showcase.show", app_names=["events"], namespaces=["events"])
    menu = navigation.menu(Capacity.GUARDIAN, match)
    assert [item.key for item in (*menu.bar, *menu.tools, *menu.foot) if item.current] == ["events"]


def test_a_tool_lights_itself_and_not_the_place_of_its_room():
    match = ResolverMatch(lambda: None, (), {}, "entry.list", app_names=["events"], namespaces=["events"])
    menu = navigation.menu(Capacity.TEACHER, match)
    assert [item.key for item in (*menu.bar, *menu.tools) if item.current] == ["entries"]


def test_new_things_are_counted_at_their_place():
    bar = navigation.menu(Capacity.GUARDIAN, None, {"chat": 3}).bar
    assert {item.key: item.badge for item in bar}["chat"] == 3
    assert shell.capped(120) == "99+"


def test_a_page_can_ask_what_is_new(cast):
    client, thread = make.client(cast.lin_lan), make.child_thread(cast.xiaoman)
    assert client.get("/counts/").json() == {"bell": 0, "chat": 0}
    send(cast.zhou_jing, thread)
    notify_waiting()
    assert client.get("/counts/").json() == {"bell": 1, "chat": 1}


def test_a_signed_in_page_has_its_landmarks(cast):
    page = make.client(cast.lin_lan).get("/display/").content.decode()
    assert page.count("<h1") == 1
    assert page.count('aria-current="page"') == 1
    for part in (
        'class="skip" href="#main"',
        '<main class="main main--read" id="main"',
        'aria-label="主导航"',
        'id="toasts"',
    ):
        assert part in page


def test_a_visitor_sees_no_bell_and_no_search(db, client):
    page = client.get("/display/").content.decode()
    assert "data-bell" not in page


def test_the_frame_costs_the_same_for_everybody(cast, django_assert_num_queries):
    browser = make.client(cast.lin_lan)
    browser.get("/display/")
    # Session, account, capacities, both badges, and the three sets that the chat's badge reaches: a person's own rows.
    with django_assert_num_queries(8):
        browser.get("/display/")


@pytest.mark.parametrize(
    ("status", "view"),
    [
        (400, error_pages.bad_request),
        (403, error_pages.permission_denied),
        (404, error_pages.page_not_found),
        (500, None),
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_error_pages_speak_both_languages_and_ask_the_database_nothing(status, view, language):
    from django.utils.translation import override

    request = RequestFactory().get("/some/where/")
    with override(language):
        answer = view(request, Exception()) if view else error_pages.server_error(request)
    page = answer.content.decode()
    assert answer.status_code == status
    assert page.count("<h1>") == 1
    assert bool(CHINESE.search(page)) is (language == "zh-hans")


def test_a_failure_has_a_number_that_is_in_the_log_too(capfd, caplog):
    page = error_pages.server_error(RequestFactory().get("/x/")).content.decode()
    number = re.search(r"[0-9A-F]{4}-[0-9A-F]{2}", page)
    assert number
    assert number[0] in caplog.text + "".join(capfd.readouterr())


def test_an_address_that_does_not_exist(db, client):
    answer = client.get("/no/such/place/")
    assert answer.status_code == 404
    assert "这里没有内容" in answer.content.decode()


def test_a_form_that_was_open_too_long(db):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/display/save/", {})
    assert answer.status_code == 403
    assert "打开太久" in answer.content.decode()


def test_the_worker_keeps_the_offline_page_and_nothing_private(db, client):
    worker = client.get("/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    kept = json.loads(re.search(r"const CACHED = (\[.*\]);", worker.content.decode())[1])
    assert kept[0] == "/offline/"
    assert all(path.startswith("/static/") for path in kept[1:])
    assert client.get("/offline/").status_code == 200


def test_the_manifest_names_the_app_in_the_readers_language(db, client):
    manifest = client.get("/manifest.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    assert manifest.json()["short_name"] == "家校社共育"
    client.cookies["django_language"] = "en"
    assert client.get("/manifest.webmanifest").json()["short_name"] == "CoCare"


def test_results_pass_by_and_errors_stay():
    queue = [Message(constants.SUCCESS, "good"), Message(constants.ERROR, "bad")]

    class Queue(list):
        held = None

    queue = Queue(queue)
    assert [m.message for m in shell.errors_only(queue)] == ["bad"]
    assert [m.message for m in shell.without_errors(queue)] == ["good"]


def test_pages_of_a_list_keep_the_search():
    from django.core.paginator import Paginator

    request = RequestFactory().get("/?q=a%26b&page=2")
    html = drawn("{% pager page %}", request=request, page=Paginator(range(90), 30).get_page(2))
    assert "?q=a%26b&amp;page=1" in html
    assert "?q=a%26b&amp;page=3" in html
    assert drawn("{% pager page %}", request=request, page=Paginator(range(9), 30).get_page(1)).strip() == ""


def test_names_from_outside_stay_text():
    assert "<img" not in drawn("{% avatar name %}{% bar 1 2 name %}", name="<img src=x>")
