"""The file of one's own data, gathered from every app: all that is the person's, and nothing of anybody else."""

import json

import pytest
from django.urls import reverse

from cocare.channel.models import Message
from cocare.files import services as files
from cocare.notifications import services as notifications
from cocare.people.enums import Capacity
from cocare.web import api_tokens
from events.enums import EntryState, ShowcaseState
from events.models import ScoreSheet
from tests import factories as make
from tests.channel.sending import send
from tests.events import stage
from tests.files import samples
from tests.parents_school import building

pytestmark = pytest.mark.django_db


def exported(who, capacity=None) -> dict:
    return json.loads(make.client(who, capacity).get(reverse("people:profile.export")).content)


def test_own_messages_are_in_it_and_others_are_not(cast):
    thread = make.child_thread(cast.xiaoman)
    send(cast.lin_lan, thread, "她昨天咳嗽")
    send(cast.zhou_jing, thread, "今天好些了", Capacity.TEACHER)
    (message,) = exported(cast.lin_lan)["messages"]
    assert (message["text"], message["conversation"]) == ("她昨天咳嗽", "family")
    text = json.dumps(exported(cast.lin_lan), ensure_ascii=False)
    assert "今天好些了" not in text
    assert "周静" not in text


def test_a_restricted_guardian_gets_the_own_words_back_without_the_child(cast):
    thread = make.child_thread(cast.xiaoman)
    send(cast.lin_lan, thread, "只给老师看的话")
    send(cast.zhou_jing, thread, "给妈妈的回复", Capacity.TEACHER)
    # What he wrote before the document came.
    written = send(cast.lin_lan, thread, "我以前写的").message["id"]
    Message.objects.filter(pk=written).update(author=cast.xu_heng, author_name="小满爸爸")
    data = exported(cast.xu_heng)
    assert [row["text"] for row in data["messages"]] == ["我以前写的"]
    text = json.dumps(data, ensure_ascii=False)
    for other in ("只给老师看的话", "给妈妈的回复", "小满", cast.class_2.label):
        assert other not in text


def test_learning_and_certificates_are_in_it(cast):
    course = building.full_course()
    building.answered(course, cast.lin_lan)
    certificate = building.certificate(cast.lin_lan, course)
    building.answered(building.full_course(), cast.he_miao)
    data = exported(cast.lin_lan)
    assert [row["course"] for row in data["learning"]] == [course.title]
    assert data["learning"][0]["answers"]
    assert [row["number"] for row in data["certificates"]] == [certificate.code]
    assert exported(cast.he_miao)["certificates"] == []


def test_works_are_in_the_file_of_their_people_only(cast):
    showcase = stage.at(cast, ShowcaseState.SUBMISSION_OPEN)
    entry = stage.entry(showcase, cast.zhou_jing, cast.school, EntryState.DRAFT)
    (work,) = exported(cast.zhou_jing)["works"]
    assert (work["title"], work["text"], work["owner"]) == (entry.title, entry.body, True)
    assert exported(cast.luo_ping)["works"] == []


def test_a_jurors_own_scores_are_in_it_and_no_author(cast):
    showcase = stage.judged(cast)
    sheet = stage.score(ScoreSheet.objects.get(entry__showcase=showcase, juror=cast.jurors[0]))
    data = exported(cast.jurors[0])
    assert [row["number"] for row in data["score_sheets"]] == [sheet.entry.number]
    assert data["score_sheets"][0]["scores"]
    text = json.dumps(data, ensure_ascii=False)
    for secret in (sheet.entry.title, cast.zhou_jing.name, cast.school.name):
        assert secret not in text
    assert str(sheet.entry_id) not in text


def test_notices_files_and_ways_to_sign_in_are_in_it(cast):
    notifications.notify(person_ids=[cast.lin_lan.pk], kind="notifications.welcome", pupil_id=cast.xiaoman.pk)
    files.store_upload(
        actor=make.actor(cast.lin_lan), upload=samples.upload(samples.picture(), "我的.jpg"), purpose="message"
    )
    api_tokens.make_token(actor=make.actor(cast.lin_lan), label="门禁机")
    data = exported(cast.lin_lan)
    assert [row["kind"] for row in data["notices"]] == ["notifications.welcome"]
    assert [row["name"] for row in data["files"]] == ["我的.jpg"]
    assert [row["label"] for row in data["tokens"]] == ["门禁机"]
    assert data["events"][0]["what"] == "profile.export"
    assert {"devices", "second_factors", "sign_in_providers", "notice_preferences"} <= data.keys()
    other = exported(cast.he_miao)
    assert other["notices"] == other["files"] == other["tokens"] == []


def test_the_profile_page_counts_what_is_stored(cast):
    send(cast.lin_lan, make.child_thread(cast.xiaoman), "您好")
    building.certificate(cast.lin_lan)
    page = make.client(cast.lin_lan).get(reverse("people:profile.show"))
    counts = dict(page.context["stored"])
    assert counts["写过的消息"] == counts["结业证"] == 1
    assert "写过的消息" in page.content.decode()
