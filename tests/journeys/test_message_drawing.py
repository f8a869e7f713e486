"""A message is drawn twice: by `_message.html` when a page comes, by js/channel/message-stream.js while it is open.

The live drawing is the browser's own, because a post in a class reaches a hundred pages in one moment, and each would
otherwise ask the server for the same HTML. This test holds both drawings equal, node by node.
"""

import uuid

import pytest
from playwright.sync_api import expect

from cocare.channel import services
from cocare.channel.models import Message
from cocare.people.enums import Capacity
from tests import factories as make
from tests.browsing import DESKTOP, PHONE
from tests.files import samples

from .test_talk import entered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# Elements with their attributes and text. White space between them does not show; that of a body does.
DRAWN = """() => {
    const text = (node) => {
        const body = node.parentElement.dataset.slot === 'body';
        return body ? node.data : node.data.trim().replace(/\\s+/g, ' ');
    };
    const attributes = (element) => [...element.attributes]
        .map(({ name, value }) => `${name}=${name === 'class' ? [...element.classList].sort().join(' ') : value}`)
        .sort();
    const draw = (element) => ({
        is: [element.localName, ...attributes(element)].join(' '),
        holds: [...element.childNodes]
            .filter((node) => node instanceof Element || (node instanceof Text && text(node)))
            .map((node) => (node instanceof Element ? draw(node) : text(node))),
    });
    return [...document.querySelectorAll('[data-stream] > .msg')].map(draw);
}"""


class Writer:
    """Somebody who posts to a conversation and is on record as the author of what came of it."""

    def __init__(self, person, conversation, capacity=None):
        self.conversation, self.actor = conversation, make.actor(person, capacity)
        self.client = make.client(person, capacity)

    def post(self, body="", *files, reply_to=None) -> Message:
        url = f"/channel/{self.conversation.pk}/send/"
        data = {"client_id": str(uuid.uuid4()), "body": body, "files": list(files)}
        answer = self.client.post(url, {**data, "reply_to": str(reply_to.pk)} if reply_to else data)
        assert answer.status_code == 303, answer.content.decode()
        return Message.objects.filter(conversation=self.conversation).latest("seq")


def picture():
    return samples.upload(samples.picture(), "作业.jpg", "image/jpeg")


def talk(one: Writer, other: Writer) -> int:
    """Everything that a message can hold or become; return how many there are."""
    one.post("周老师好，\n  小满今天嗓子疼 <b>")
    asked = other.post("我让她多喝水")
    one.post("谢谢", reply_to=asked)
    one.post("请看作业", picture(), samples.upload(samples.pdf(), "路线图.pdf", "application/pdf"))
    alone = other.post("", picture())
    one.post("好看", reply_to=alone)
    wrong = one.post("发错了", picture())
    other.post("没关系", reply_to=wrong)
    services.recall_message(actor=one.actor, message=wrong)
    changed = other.post("明天七点")
    services.edit_message(actor=other.actor, message=changed, body="明天八点")
    gone = other.post("也发错了")
    services.recall_message(actor=other.actor, message=gone)
    one.post("收到")
    return 11


def both_drawings(page, count: int):
    """What stands there live, and what the server draws of the same messages."""
    expect(page.locator("[data-stream] > .msg")).to_have_count(count)
    live = page.evaluate(DRAWN)
    page.reload()
    expect(page.locator("[data-stream] > .msg")).to_have_count(count)
    return live, page.evaluate(DRAWN)


def test_a_familys_thread_is_drawn_alike_live_and_by_the_server(asgi_server, cast, new_context):
    thread = make.child_thread(cast.xiaoman)
    mother = entered(asgi_server, new_context(**PHONE), cast.lin_lan, thread)
    teacher = entered(asgi_server, new_context(**DESKTOP), cast.zhou_jing, thread, Capacity.TEACHER)
    count = talk(Writer(cast.lin_lan, thread), Writer(cast.zhou_jing, thread, Capacity.TEACHER))
    expect(mother.locator("#m11 [data-state=read]")).to_be_visible()
    for page in (mother, teacher):
        live, served = both_drawings(page, count)
        assert live == served


def test_a_post_to_a_class_is_drawn_alike_live_and_by_the_server(asgi_server, cast, new_context):
    conversation = make.class_conversation(cast.class_2)
    writer = Writer(cast.zhou_jing, conversation, Capacity.TEACHER)
    # The teacher's first: once the mother has seen it, the server counts her.
    for count, (shape, reader, capacity) in enumerate(
        [(DESKTOP, cast.zhou_jing, Capacity.TEACHER), (PHONE, cast.lin_lan, None)], 1
    ):
        page = entered(asgi_server, new_context(**shape), reader, conversation, capacity)
        writer.post("明天春游", picture())
        live, served = both_drawings(page, count)
        assert live == served
