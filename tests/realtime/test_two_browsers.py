"""The main job in two real browsers: a guardian on a phone and a teacher on a desktop talk."""

import time
from statistics import median

import pytest

from cocare.channel.models import Message
from tests import factories as make
from tests.browsing import DESKTOP, PHONE
from tests.realtime.client import cookie_of

pytestmark = pytest.mark.browser

MESSAGES = 50
PATIENCE = 20_000


@pytest.fixture
def open_room(open_page, cast):
    """Opens the thread of 小满 for a person, live."""
    conversation = make.child_thread(cast.xiaoman)

    def one(server, person, **device):
        page = open_page(**device)
        page.context.add_cookies([{"name": "sessionid", "value": cookie_of(person), "url": server.url}])
        page.add_init_script(
            "addEventListener('cocare:online', (event) => { if (event.detail?.live) window.live = 1; }, true)"
        )
        page.goto(f"{server.url}/channel/{conversation.pk}/")
        page.wait_for_function("() => window.live", timeout=PATIENCE)
        return page

    return one


def write(page, text):
    page.locator("[data-composer] textarea").fill(text)
    page.locator("[data-composer] button.composer__send").click()


def shows(page, text):
    page.locator(".msg__body", has_text=text).wait_for(timeout=PATIENCE)


def test_fifty_messages_show_on_the_other_side(cast, start, open_room):
    server = start()
    mother, teacher = open_room(server, cast.lin_lan, **PHONE), open_room(server, cast.luo_ping, **DESKTOP)
    waits = []
    for number in range(MESSAGES):
        writer, reader = (mother, teacher) if number % 2 else (teacher, mother)
        begun = time.perf_counter()
        write(writer, f"第{number}句。")
        shows(reader, f"第{number}句。")
        waits.append((time.perf_counter() - begun) * 1000)
    print(f"\na message shows on the other side after {median(waits):.0f} ms (median of {MESSAGES}, typing included)")
    expected = [f"第{number}句。" for number in range(MESSAGES)]
    for page in (mother, teacher):
        assert page.locator(".msg__body").all_inner_texts() == expected


def test_a_message_survives_the_restart_and_is_there_once(cast, start, open_room):
    server = start()
    mother, teacher = open_room(server, cast.lin_lan, **PHONE), open_room(server, cast.luo_ping, **DESKTOP)
    write(teacher, "重启之前")
    shows(mother, "重启之前")
    server.kill()
    write(mother, "服务器不在的时候")
    shows(mother, "服务器不在的时候")
    server.start()
    shows(teacher, "服务器不在的时候")
    write(teacher, "重启之后")
    shows(mother, "重启之后")
    said = ["重启之前", "服务器不在的时候", "重启之后"]
    for page in (mother, teacher):
        assert page.locator(".msg__body").all_inner_texts() == said
    assert list(Message.objects.order_by("seq").values_list("body", flat=True)) == said
