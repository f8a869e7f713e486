import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cocare.channel import services
from cocare.channel.models import Conversation, ReadMark
from cocare.core import clock
from cocare.people.models import Post
from tests import factories as make

from .sending import item, send

pytestmark = pytest.mark.django_db


def show(who, conversation, capacity=None, **query):
    return make.client(who, capacity).get(f"/channel/{conversation.pk}/", query)


def read(who, conversation):
    """Press the button that a page without a script has."""
    return make.client(who).post(f"/channel/{conversation.pk}/read/")


def test_a_visit_marks_nothing_and_the_button_does(cast, thread):
    send(cast.zhou_jing, thread, "一")
    for _ in range(2):
        page = show(cast.lin_lan, thread).content.decode()
        assert "以下是新消息" in page
        assert f'action="/channel/{thread.pk}/read/"' in page
        assert 'data-read="0"' in page
    assert not ReadMark.objects.exists(), "a browser that fetches ahead has read nothing"
    assert read(cast.lin_lan, thread)["Location"] == f"/channel/{thread.pk}/"
    assert ReadMark.objects.get(person=cast.lin_lan).through == 1
    page = show(cast.lin_lan, thread).content.decode()
    assert "以下是新消息" not in page
    assert f"/channel/{thread.pk}/read/" not in page
    assert "已读" in show(cast.zhou_jing, thread, "teacher").content.decode()


def test_whoever_answers_by_form_has_read_what_they_answer(cast, thread):
    send(cast.zhou_jing, thread, "一")
    data = {"client_id": str(uuid.uuid4()), "body": "二"}
    assert make.client(cast.lin_lan).post(f"/channel/{thread.pk}/send/", data).status_code == 303
    assert ReadMark.objects.get(person=cast.lin_lan).through == 2


@pytest.mark.parametrize("url", ["/channel/", "/channel/{pk}/", "/channel/{pk}/messages/", "/channel/direct/"])
def test_looking_changes_nothing(cast, room, url):
    send(cast.zhou_jing, room, "周五家长会")
    client = make.client(cast.lin_lan)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url.format(pk=room.pk)).status_code == 200
    writes = [query["sql"] for query in queries if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert [statement for statement in writes if "usersessions" not in statement] == []


def test_what_was_written_is_text(cast, thread):
    send(cast.zhou_jing, thread, "<script>alert(1)</script>")
    page = show(cast.lin_lan, thread).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_class_tells_a_parent_nothing_of_other_parents(cast, room):
    send(cast.zhou_jing, room, "周五家长会")
    services.open_missing_conversations()
    for who in (cast.lin_lan, cast.he_miao):
        read(who, room)
    page = show(cast.lin_lan, room).content.decode()
    for name in ("何苗", "何雨泽", "王秀珍", str(cast.he_miao.pk), "人已读"):
        assert name not in page, name
    assert "写消息" not in page
    assert f"/channel/{make.child_thread(cast.xiaoman).pk}/" in page
    staff = show(cast.zhou_jing, room, "teacher").content.decode()
    assert "2 人已读" in staff
    assert "何苗" not in staff


def test_a_class_post_is_answered_in_the_childs_thread(cast, thread, room):
    post = send(cast.zhou_jing, room, "周五家长会").message
    page = show(cast.lin_lan, thread, reply=post["id"]).content.decode()
    assert 'name="reply_to" value="{}"'.format(post["id"]) in page
    assert "周五家长会" in page
    for wrong in ("x", "018f0000-0000-7000-8000-000000000000", post["id"] + "0"):
        assert show(cast.lin_lan, thread, reply=wrong).status_code == 200


def test_a_closed_conversation_is_read_only(cast, thread):
    Conversation.objects.update(closed_at=clock.now())
    page = show(cast.lin_lan, thread).content.decode()
    assert "这个会话已结束" in page
    assert "data-composer" not in page


def test_a_post_that_ended_yesterday_shows_nothing(cast, thread):
    client = make.client(cast.luo_ping, "teacher")
    url = f"/channel/{thread.pk}/"
    assert client.get(url).status_code == 200
    Post.objects.filter(person=cast.luo_ping, school_class=cast.class_2).update(until=make.yesterday())
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("query", [{"before": "x"}, {"at": "-1"}, {"after": "9" * 30}, {"at": "1"}, {"before": "2"}])
def test_any_place_is_a_place(cast, thread, query):
    send(cast.zhou_jing, thread)
    assert show(cast.lin_lan, thread, **query).status_code == 200


def fill(cast, thread, count):
    from cocare.channel.services.posting import post_batch

    post_batch([item(cast.zhou_jing if n % 2 else cast.lin_lan, thread, f"第{n}句") for n in range(1, count + 1)])


def test_the_stream_goes_back_and_forth_in_pieces(cast, thread):
    fill(cast, thread, 100)
    client = make.client(cast.lin_lan)
    url = f"/channel/{thread.pk}/"
    page = client.get(url).content.decode()
    assert "第100句" in page
    assert "第60句" not in page
    older = client.get(f"{url}messages/", {"before": 61}, headers={"HX-Request": "true"}).content.decode()
    assert "第60句" in older
    assert "第21句" in older
    assert "第20句" not in older
    assert "before=21" in older
    first = client.get(f"{url}messages/", {"before": 21}, headers={"HX-Request": "true"}).content.decode()
    assert "第1句" in first
    assert "before=" not in first
    around = client.get(url, {"at": 30}).content.decode().split('id="stream"')[1]
    assert "第30句" in around
    assert "第100句" not in around
    assert "after=49" in around
    newer = client.get(f"{url}messages/", {"after": 49}, headers={"HX-Request": "true"}).content.decode()
    assert "第50句" in newer
    assert "第89句" in newer


def test_as_many_queries_for_thirty_messages_as_for_one(cast, thread):
    client = make.client(cast.lin_lan)
    counts = []
    for number in (1, 29):
        fill(cast, thread, number)
        client.get(f"/channel/{thread.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/channel/{thread.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 45
