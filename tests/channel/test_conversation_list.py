import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cocare.channel import services
from tests import factories as make

from .sending import send

pytestmark = pytest.mark.django_db

URL = "/channel/"


def test_a_guardian_finds_child_and_class(cast, thread, room):
    send(cast.zhou_jing, thread, "小满今天很好")
    page = make.client(cast.lin_lan).get(URL).content.decode()
    assert "许小满" in page
    assert "三年级2班" in page
    assert "小满今天很好" in page
    assert "何雨泽" not in page


def test_threads_are_there_before_anybody_wrote(cast):
    services.open_missing_conversations()
    page = make.client(cast.zhou_jing, "teacher").get(URL).content.decode()
    assert "许小满" in page
    assert "何雨泽" in page


def test_nobody_is_promised_anything(cast):
    page = make.client(cast.auditor).get(URL)
    assert "还没有会话" in page.content.decode()


@pytest.mark.parametrize(("text", "found"), [("小满", True), ("雨泽", False), ("三年级", False), ("", True)])
def test_the_search_finds_by_name(cast, thread, room, text, found):
    page = make.client(cast.lin_lan).get(URL, {"q": text}).content.decode()
    assert ("许小满" in page) is found


@pytest.mark.parametrize("text", ["<b>x</b>", "\x00", "x" * 41, "%", "' OR 1=1"])
def test_odd_searches_break_nothing(cast, thread, text):
    answer = make.client(cast.lin_lan).get(URL, {"q": text, "page": "x"})
    assert answer.status_code == 200
    assert "<b>x</b>" not in answer.content.decode()


def test_as_many_queries_for_thirty_conversations_as_for_one(cast, thread):
    client = make.client(cast.zhou_jing, "teacher")
    client.get(URL)
    with counted() as few:
        client.get(URL)
    for number in range(30):
        child = make.pupil(f"孩子{number}", cast.class_2)
        send(cast.zhou_jing, make.child_thread(child), f"第{number}句")
    with counted() as many:
        assert client.get(URL).content.decode().count("data-conversation=") == 30
    assert len(few.captured_queries) == len(many.captured_queries)


def counted():
    return CaptureQueriesContext(connection)
