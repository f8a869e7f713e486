import uuid
from datetime import timedelta

import pytest

from cocare.channel.models import BODY_LIMIT, Message, MessageFile
from cocare.core import clock
from cocare.people.models import Guardianship
from tests import factories as make
from tests.files import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(cast, thread):
    client = make.client(cast.lin_lan)

    def post(conversation=thread, **data):
        return client.post(f"/channel/{conversation.pk}/send/", {"client_id": str(uuid.uuid4()), **data})

    return post


def test_a_form_sends_and_a_second_press_sends_nothing_more(post):
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = post(body="老师好\r\n明天见", client_id=key)
        assert answer.status_code == 303
        assert answer["Location"].endswith("#m1")
    assert Message.objects.get().body == "老师好\n明天见"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"body": ""}, "先写点什么再发"),
        ({"body": "  \n "}, "先写点什么再发"),
        ({"body": "长" * (BODY_LIMIT + 1)}, "太长了：最多 4000 个字，现在有 4001 个"),
        ({"body": "好\x00"}, "不允许"),
        ({"body": "好", "client_id": "x"}, "这个编号不对"),
        ({"body": "好", "reply_to": "x"}, "这个编号不对"),
        ({"body": "好", "reply_to": "018f0000-0000-7000-8000-000000000000"}, "已撤回"),
        ({"body": "好", "files": "018f0000-0000-7000-8000-000000000000"}, "不在了"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(post, wrong, sentence):
    answer = post(**wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert wrong["body"].strip().replace("\x00", "")[:100] in page
    assert Message.objects.count() == 0


def test_pictures_come_along_and_are_seen_by_the_conversation_only(cast, thread, post):
    picture = samples.upload(samples.picture(), "作业.jpg", "image/jpeg")
    assert post(body="", files=[picture]).status_code == 303
    url = f"/files/{MessageFile.objects.get().file_id}/"
    assert make.client(cast.zhou_jing, "teacher").get(url).status_code == 200
    for who in (cast.he_miao, cast.xu_heng, cast.former_teacher, cast.principal):
        assert make.client(who).get(url).status_code == 404, who.name
    assert "作业" in make.client(cast.zhou_jing, "teacher").get(f"/channel/{thread.pk}/").content.decode()


def test_a_picture_taken_back_is_gone_for_everyone(cast, thread, post):
    post(body="错图", files=[samples.upload(samples.picture(), "错.jpg")])
    message, url = Message.objects.get(), f"/files/{MessageFile.objects.get().file_id}/"
    assert make.client(cast.lin_lan).post(f"/channel/message/{message.pk}/recall/").status_code == 303
    assert make.client(cast.zhou_jing, "teacher").get(url).status_code == 404
    assert make.client(cast.lin_lan).get(url).status_code == 404


def test_a_renamed_program_is_refused_and_the_text_stays(post):
    answer = post(body="看这个", files=[samples.upload(b"MZ\x90\x00" + b"\x00" * 200, "作业.jpg", "image/jpeg")])
    assert answer.status_code == 422
    assert "看这个" in answer.content.decode()
    assert Message.objects.count() == 0


def test_somebody_elses_file_is_not_sent(cast, thread, post):
    post(body="", files=[samples.upload(samples.picture(), "a.jpg")])
    taken = str(MessageFile.objects.get().file_id)
    answer = make.client(cast.zhou_jing, "teacher").post(
        f"/channel/{thread.pk}/send/", {"client_id": str(uuid.uuid4()), "body": "好", "files": taken}
    )
    assert answer.status_code == 422
    assert Message.objects.count() == 1


def test_a_form_with_files_pressed_twice_sends_once(cast, post):
    key = str(uuid.uuid4())
    for _ in range(2):
        assert post(body="图", client_id=key, files=[samples.upload(samples.picture(), "a.jpg")]).status_code == 303
    assert MessageFile.objects.count() == 1


def test_a_reader_can_not_write(cast, room, post):
    assert post(conversation=room, body="我也说一句").status_code == 403
    assert Message.objects.count() == 0


def test_who_lost_the_right_in_another_process_can_not_write(cast, thread, post):
    """Nobody tells a page process that authority has changed: each send asks, whatever it knew a second ago."""
    assert post(body="老师好").status_code == 303
    Guardianship.objects.filter(person=cast.lin_lan).update(until=clock.today() - timedelta(days=1))
    assert post(body="还在吗").status_code == 404
    answer = make.client(cast.lin_lan).post(
        f"/api/v1/conversations/{thread.pk}/messages",
        {"client_id": str(uuid.uuid4()), "body": "还在吗"},
        content_type="application/json",
    )
    assert answer.status_code == 404
    assert Message.objects.count() == 1
