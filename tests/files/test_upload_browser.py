"""Uploading in a real browser: progress, a line that breaks, refusals, the form that waits."""

import io
import re
from functools import cache

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from cocare.channel.models import Message
from cocare.files.models import File
from tests import factories as make
from tests.browser.looking import MEASURE
from tests.browsing import ROOT

from . import samples

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


# A picture of several pieces need not be large when the pieces are small.
PIECE = 64 * 1024
SCRIPT = "static/js/files/upload.js"


@pytest.fixture(autouse=True)
def _own_folder():
    """The server process has its own folder; nothing is read here."""


@pytest.fixture
def small_pieces(phone_page) -> None:
    """The page sends pieces of PIECE bytes."""
    script = (ROOT / SCRIPT).read_text()
    smaller = script.replace("PIECE = 2 * 1024 * 1024", f"PIECE = {PIECE}")
    assert smaller != script
    phone_page.route(
        f"**/{SCRIPT}", lambda route: route.fulfill(body=smaller, content_type="text/javascript; charset=utf-8")
    )


@pytest.fixture
def room(asgi_server, cast, phone_page) -> Page:
    """The mother's conversation about her child, the file list open."""
    thread = make.child_thread(cast.xiaoman)
    cookie = make.client(cast.lin_lan).cookies["sessionid"].value
    phone_page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": asgi_server.url}])
    phone_page.goto(f"{asgi_server.url}/channel/{thread.pk}/")
    phone_page.locator(".composer__files > summary").click()
    return phone_page


def choose(page: Page, *contents: tuple[str, bytes]) -> None:
    files = [{"name": name, "mimeType": "image/jpeg", "buffer": content} for name, content in contents]
    page.locator('[data-upload] input[type="file"]').set_input_files(files)


@cache
def large() -> bytes:
    """A picture that takes several pieces."""
    out = io.BytesIO()
    Image.effect_noise((260, 200), 90).convert("RGB").save(out, "PNG", compress_level=0)
    assert len(out.getvalue()) > 2 * PIECE
    return out.getvalue()


def test_a_picture_goes_while_one_writes_and_comes_with_the_message(room):
    choose(room, ("<b>河边</b>.jpg", samples.picture()))
    item = room.locator("[data-upload-kept]")
    expect(item.locator("[data-upload-name]")).to_have_text("<b>河边</b>.jpg")
    expect(item.locator('input[name="files"]')).to_have_count(1)
    room.get_by_label("写消息").fill("看看这张")
    room.get_by_role("button", name="发送").click()
    expect(room.locator(".msg[data-message]")).to_have_count(1)
    expect(room.locator("[data-upload-kept]")).to_have_count(0)
    assert Message.objects.count() == 1
    assert File.objects.get().attached_at
    assert File.objects.get().attached_at


def test_a_broken_line_is_taken_up_where_it_broke(small_pieces, room):
    offsets: list[str] = []

    def cut(route):
        if route.request.method == "PATCH":
            offsets.append(route.request.headers["upload-offset"])
            if len(offsets) == 2:
                return route.abort("connectionreset")
        return route.continue_()

    room.route("**/files/uploads/**", cut)
    choose(room, ("large.png", large()))
    expect(room.locator('[data-upload-kept] input[name="files"]')).to_have_count(1, timeout=30_000)
    assert [int(offset) for offset in offsets[:3]] == [0, PIECE, PIECE]
    assert File.objects.get().state == "ready"


def test_what_was_begun_before_a_reload_goes_on(small_pieces, room):
    content = large()
    first: list[str] = []

    def hold(route):
        if route.request.method == "PATCH":
            first.append(route.request.headers["upload-offset"])
            if len(first) > 1:
                return route.abort("connectionreset")
        return route.continue_()

    room.route("**/files/uploads/**", hold)
    pinned = {"name": "large.png", "mimeType": "image/png", "buffer": content}
    stay = "File.prototype.__defineGetter__('lastModified', () => 1)"
    room.evaluate(stay)
    room.locator('[data-upload] input[type="file"]').set_input_files(pinned)
    expect(room.locator("[data-upload-note]")).to_contain_text("网络")
    room.unroute("**/files/uploads/**")
    room.reload()
    room.evaluate(stay)
    room.locator(".composer__files > summary").click()
    room.locator('[data-upload] input[type="file"]').set_input_files(pinned)
    expect(room.locator('[data-upload-kept] input[name="files"]')).to_have_count(1, timeout=30_000)
    assert File.objects.count() == 1


def test_what_is_refused_says_why_and_stays_out(room):
    choose(room, ("holiday.jpg", b"MZ\x90\x00" + b"\0" * 400))
    note = room.locator("[data-upload-note]")
    expect(note).to_have_text(re.compile("这种文件收不了"))
    expect(room.locator("[data-upload-status]")).to_have_text(re.compile("这种文件收不了"))
    expect(room.locator('[data-upload-kept] input[name="files"]')).to_have_count(0)


def test_taking_one_out_deletes_it(room):
    choose(room, ("photo.jpg", samples.picture()))
    expect(room.locator('[data-upload-kept] input[name="files"]')).to_have_count(1)
    with room.expect_response(re.compile("/remove/")) as removed:
        room.locator("[data-upload-remove]").click()
    assert removed.value.status == 204
    expect(room.locator("[data-upload-kept]")).to_have_count(0)
    assert not File.objects.exists()


def test_sending_waits_for_what_is_still_coming(room):
    waiting = []

    def hold(route) -> None:
        waiting.append(route)

    room.route("**/files/uploads/*/", hold)
    with room.expect_request("**/files/uploads/*/"):
        choose(room, ("photo.jpg", samples.picture()))
    room.get_by_label("写消息").fill("看看这张")
    room.get_by_role("button", name="发送").click()
    expect(room.locator(".msg[data-client]")).to_have_count(0)
    assert waiting
    room.unroute("**/files/uploads/*/")  # what was held goes on
    expect(room.locator(".msg[data-message]")).to_have_count(1)
    assert Message.objects.count() == 1
    assert File.objects.get().attached_at


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_list_of_files_is_sound(room, axe, language):
    room.context.add_cookies([{"name": "django_language", "value": language, "url": room.url}])
    room.reload()
    room.locator(".composer__files > summary").click()
    choose(room, ("photo.jpg", samples.picture()), ("a" * 90 + ".jpg", samples.picture()), ("holiday.jpg", b"MZ" * 300))
    expect(room.locator('[data-upload-kept] input[name="files"]')).to_have_count(2)
    expect(room.locator("[data-failed]")).to_have_count(1)
    for width in (360, 390):
        room.set_viewport_size({"width": width, "height": 844})
        assert not [over for over in room.evaluate(MEASURE)["too_wide"].values() if over > 0]
    for theme in ("light", "dark"):
        room.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        axe(room)
