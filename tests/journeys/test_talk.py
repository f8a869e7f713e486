"""A guardian on a phone and a teacher at a desk talk, live, through whatever happens to the line."""

import re
import statistics

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from cocare.channel.models import Conversation, Message
from cocare.channel.services.posting import post_batch
from cocare.core import clock
from cocare.people.enums import Capacity
from tests import factories as make
from tests.browsing import DESKTOP, PHONE
from tests.channel.sending import item
from tests.files import samples

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def signed_in(context: BrowserContext, server, who, capacity=None) -> BrowserContext:
    session = make.client(who, capacity).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    return context


@pytest.fixture
def thread(cast):
    return make.child_thread(cast.xiaoman)


@pytest.fixture
def mother(asgi_server, cast, thread, new_context) -> Page:
    return entered(asgi_server, new_context(**PHONE), cast.lin_lan, thread)


@pytest.fixture
def teacher(asgi_server, cast, thread, new_context) -> Page:
    return entered(asgi_server, new_context(**DESKTOP), cast.zhou_jing, thread, Capacity.TEACHER)


def entered(server, context, who, conversation, capacity=None) -> Page:
    page = signed_in(context, server, who, capacity).new_page()
    page.goto(f"{server.url}/channel/{conversation.pk}/")
    live(page)
    return page


def live(page: Page) -> None:
    """Wait until changes arrive by themselves."""
    page.evaluate(
        "import('/static/js/socket/topics.js').then(async ({isLive}) => {"
        "  while (!isLive()) await new Promise((go) => setTimeout(go, 20)); })"
    )


def write(page: Page, text: str) -> None:
    page.get_by_label("写消息").fill(text)
    page.get_by_role("button", name="发送").click()


def bodies(page: Page) -> list[str]:
    return page.locator(".msg[data-message] [data-slot=body]").all_text_contents()


def stream(page: Page):
    return page.get_by_role("list", name="消息记录")


def type_until_seen(writer: Page, hint) -> None:
    """A hint is never stored: who was not listening yet has missed it, so the writer goes on typing."""
    for _ in range(8):
        writer.get_by_label("写消息").press_sequentially("老师")
        try:
            expect(hint).to_be_visible(timeout=2_500)
        except AssertionError:
            continue
        return
    expect(hint).to_be_visible()


def test_two_people_talk(mother, teacher):
    type_until_seen(mother, stream(teacher).get_by_text("小满妈妈 正在输入"))
    write(mother, "周老师好，小满今天嗓子疼")
    expect(stream(teacher).get_by_text("小满今天嗓子疼")).to_be_visible()
    expect(teacher.locator(".msg").last).to_contain_text("小满妈妈")
    expect(mother.locator(".msg--me .msg__state").last).to_contain_text("已读")
    write(teacher, "我让她多喝水，\n下午再告诉您")
    expect(mother.locator(".msg").last).to_contain_text("下午再告诉您")
    expect(mother.locator(".msg").last).to_contain_text("班主任")
    expect(mother.locator("[data-news]")).to_contain_text("周老师 我让她多喝水")

    mother.locator("[data-more]").last.click()
    mother.get_by_role("link", name="引用回复").click()
    write(mother, MARKUP)
    expect(teacher.locator(".msg").last.locator(".quote")).to_contain_text("周老师：我让她多喝水")
    for page in (mother, teacher):
        expect(stream(page).get_by_text(MARKUP)).to_be_visible()
        page.reload()
        expect(stream(page).get_by_text(MARKUP)).to_be_visible()
        assert page.locator(".bubble img, .bubble b").count() == 0, "what looks like HTML is text"
    assert bodies(mother) == bodies(teacher) == ["周老师好，小满今天嗓子疼", "我让她多喝水，\n下午再告诉您", MARKUP]


MARKUP = "<img src=x onerror=alert(1)><b>粗</b>"


def test_a_message_is_taken_back_on_both_screens(mother, teacher):
    write(mother, "发错群了")
    write(mother, "这条是对的")
    expect(stream(teacher).get_by_text("这条是对的")).to_be_visible()
    expect(mother.locator(".msg[data-message]")).to_have_count(2)
    mother.locator(".msg").filter(has_text="发错群了").locator("[data-more]").click()
    mother.get_by_role("button", name="撤回").click()
    expect(teacher.locator("#m1 [data-slot=gone]")).to_have_text("这条消息已撤回")
    expect(teacher.locator("#m1 [data-slot=gone]")).to_be_visible()
    expect(mother.locator("#m1 [data-slot=gone]")).to_have_text("您撤回了这条消息")
    assert "发错群了" not in teacher.content()


def test_what_was_written_without_a_network_goes_out_by_itself_once(mother, teacher, thread):
    mother.context.set_offline(True)
    for number in range(1, 6):
        write(mother, f"隧道里第{number}句")
    expect(mother.get_by_text("等网络").first).to_be_visible()
    assert Message.objects.count() == 0
    mother.context.set_offline(False)
    expect(stream(teacher).get_by_text("隧道里第5句")).to_be_visible(timeout=15_000)
    expect(mother.locator("[data-client]")).to_have_count(0)
    wanted = [f"隧道里第{number}句" for number in range(1, 6)]
    assert bodies(teacher) == bodies(mother) == wanted
    assert list(Message.objects.filter(conversation=thread).order_by("seq").values_list("body", flat=True)) == wanted


def test_a_restart_loses_nothing_and_doubles_nothing(asgi_server, mother, teacher):
    write(mother, "重启之前")
    expect(stream(teacher).get_by_text("重启之前")).to_be_visible()
    asgi_server.stop()
    write(mother, "重启之中")
    asgi_server.start()
    expect(stream(teacher).get_by_text("重启之中")).to_be_visible(timeout=40_000)
    write(teacher, "重启之后")
    expect(stream(mother).get_by_text("重启之后")).to_be_visible(timeout=40_000)
    assert bodies(mother) == bodies(teacher) == ["重启之前", "重启之中", "重启之后"]


def test_files_come_along_and_older_talk_comes_as_one_scrolls(mother, teacher, cast, thread, axe, tmp_path):
    picture, document = tmp_path / "作业.jpg", tmp_path / "路线图.pdf"
    picture.write_bytes(samples.picture())
    document.write_bytes(samples.pdf())
    mother.locator("summary").click()
    mother.locator("input[type=file]").set_input_files([picture, document])
    expect(mother.get_by_text("传好了", exact=True)).to_have_count(2)
    write(mother, "请看作业")
    expect(teacher.get_by_role("link", name="路线图.pdf")).to_be_visible()
    expect(teacher.get_by_role("img", name="作业.jpg")).to_be_visible()
    axe(teacher)

    post_batch([item(cast.zhou_jing if n % 2 else cast.lin_lan, thread, f"第{n}句") for n in range(100)])
    expect(stream(mother).get_by_text("第99句")).to_be_visible()
    mother.reload()
    expect(mother.locator(".msg")).to_have_count(40)
    for shown, seen in ((80, "第60句"), (101, "第20句")):
        stream(mother).evaluate("stream => { stream.scrollTop = 0; }")
        expect(mother.locator(".msg")).to_have_count(shown)
        # What the reader was looking at stays where it was.
        expect(stream(mother).get_by_text(seen, exact=True)).to_be_in_viewport()
    assert [f"第{n}句" for n in range(100)] == bodies(mother)[1:]
    axe(mother)


def test_a_message_refused_for_good_stays_in_sight(mother, thread):
    Conversation.objects.filter(pk=thread.pk).update(closed_at=clock.now())
    write(mother, "关了以后说的话")
    item = mother.locator(".msg--me").last
    expect(item.locator("[data-state=failed]")).to_be_visible()
    item.get_by_role("button", name="不发了").click()
    expect(mother.locator(".msg--me")).to_have_count(0)


def test_a_new_day_begins_above_what_is_said_and_what_failed_stays_below(mother, thread):
    Conversation.objects.filter(pk=thread.pk).update(closed_at=clock.now())
    write(mother, "没发出去的话")
    expect(mother.locator("[data-state=failed]")).to_be_visible()
    Conversation.objects.filter(pk=thread.pk).update(closed_at=None)
    write(mother, "发出去的话")
    expect(mother.locator(".msg--me[data-seq='1']")).to_be_visible()
    shown = mother.locator("[data-stream] > :is(.msg--me, [data-day])").all_inner_texts()
    words = ("今天", "没发", "发出")
    assert [next(word for word in words if word in text) for text in shown] == ["今天", "发出", "没发"]


ARRIVAL = """() => { window.arrived = {};
  new MutationObserver(() => { for (const body of document.querySelectorAll('.msg [data-slot=body]'))
    window.arrived[body.textContent] ||= Date.now();
  }).observe(document.querySelector('[data-stream]'), {childList: true, subtree: true}); }"""


def test_a_message_shows_on_the_other_side_within_300_milliseconds(mother, teacher):
    teacher.evaluate(ARRIVAL)
    sent = {}
    for number in range(50):
        text = f"第{number}句"
        mother.get_by_label("写消息").fill(text)
        sent[text] = mother.evaluate("document.querySelector('.composer__send').click(), Date.now()")
        expect(teacher.locator(".msg").last).to_contain_text(text)
    arrived = teacher.evaluate("window.arrived")
    assert statistics.median(arrived[text] - sent[text] for text in sent) < 300


def test_without_a_script_a_message_goes_all_the_same(asgi_server, cast, thread, new_context):
    context = signed_in(new_context(**PHONE, java_script_enabled=False), asgi_server, cast.lin_lan)
    page = context.new_page()
    page.goto(f"{asgi_server.url}/channel/{thread.pk}/")
    write(page, "没有脚本也行")
    expect(page).to_have_url(re.compile(r"#m1$"))
    expect(stream(page).get_by_text("没有脚本也行")).to_be_visible()
