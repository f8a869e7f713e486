"""Every other form of the room, given what it must not take: one sentence each, nothing changed, nothing twice."""

from threading import Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from events.enums import EntryState, ShowcaseState
from events.errors import QuotaUsedUp
from events.models import Entry, ScoreSheet, Showcase
from events.services import entries
from tests import factories as make

from . import stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
S, E = ShowcaseState, EntryState
LONG, HTML, OTHER = "长" * 7000, "<script>alert(1)</script>", "018f0000-0000-7000-8000-000000000000"


@pytest.fixture
def office(cast):
    return make.client(cast.district_staff)


def call(**changed) -> dict:
    values = stage.call()
    for name in ("opens_at", "closes_at", "scoring_until"):
        values[name] = timezone.localtime(values[name]).strftime("%Y-%m-%dT%H:%M")
    return values | {"tracks": ["primary"]} | changed


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 61}, "title"),
        ({"theme": "长" * 121}, "theme"),
        ({"year": "1999"}, "year"),
        ({"year": "x"}, "year"),
        ({"code": "gy"}, "code"),
        ({"code": HTML[:8]}, "code"),
        ({"call_text": LONG}, "call_text"),
        ({"call_text": "a\x00b"}, "call_text"),
        ({"tracks": []}, "tracks"),
        ({"tracks": ["university"]}, "tracks"),
        ({"opens_at": "tomorrow"}, "opens_at"),
        ({"closes_at": "2020-01-01T00:00"}, "closes_at"),
        ({"scoring_until": "2020-01-01T00:00"}, "scoring_until"),
        ({"quota_small": "0"}, "quota_small"),
        ({"quota_large": "21"}, "quota_large"),
        ({"jurors_per_entry": "2"}, "jurors_per_entry"),
        ({"juror_load": "41"}, "juror_load"),
        ({"notice_contact": ""}, "notice_contact"),
    ],
)
def test_a_call(cast, office, wrong, field):
    stage.only_error(office.post(reverse("events:showcase.create"), call(**wrong)), field)
    assert not Showcase.objects.exists()
    showcase = stage.planned(cast)
    stage.only_error(office.post(reverse("events:showcase.edit", kwargs={"pk": showcase.pk}), call(**wrong)), field)


def test_a_call_made_twice_is_one(office):
    for _press in range(2):
        assert office.post(reverse("events:showcase.create"), call()).status_code == 303
    assert Showcase.objects.count() == 1


def test_the_deadline_moves_but_nothing_changes_once_works_are_read(cast, office):
    showcase = stage.at(cast, S.SUBMISSION_OPEN)
    url = reverse("events:showcase.edit", kwargs={"pk": showcase.pk})
    assert office.post(url, call(title="新名字")).status_code == 303
    showcase.refresh_from_db()
    assert showcase.title == "新名字"
    Showcase.objects.update(state=S.BLIND_REVIEWING)
    assert office.post(url, call(title="再改")).status_code == 409
    showcase.refresh_from_db()
    assert showcase.title == "新名字"


@pytest.mark.parametrize(
    "data", [{}, {"action": "explode", "expected": "planned"}, {"action": "archive", "expected": "planned"}]
)
def test_a_step(cast, office, data):
    showcase = stage.planned(cast)
    answer = office.post(reverse("events:showcase.advance", kwargs={"pk": showcase.pk}), data, follow=True)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    showcase.refresh_from_db()
    assert showcase.state == S.PLANNED


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "action"),
        ({"action": "award"}, "action"),
        ({"action": "disqualify"}, "reason"),
        ({"action": "disqualify", "reason": "   "}, "reason"),
        ({"action": "disqualify", "reason": "长" * 401}, "reason"),
    ],
)
def test_a_check(cast, office, data, field):
    entry = stage.entry(stage.at(cast, S.QUALIFICATION_CHECKING), cast.zhou_jing, cast.school)
    stage.only_error(office.post(reverse("events:entry.check", kwargs={"pk": entry.pk}), data), field)
    entry.refresh_from_db()
    assert entry.state == E.SUBMITTED


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"jurors": []}, "jurors"), ({"jurors": [OTHER]}, "jurors"), ({"seed": "0"}, "seed"), ({"seed": "x"}, "seed")],
)
def test_a_jury(cast, office, wrong, field):
    showcase = stage.at(cast, S.QUALIFICATION_CHECKING)
    stage.entry(showcase, cast.zhou_jing, cast.school, E.QUALIFIED)
    data = {"jurors": [one.pk for one in cast.jurors], "seed": 3} | wrong
    stage.only_error(office.post(reverse("events:jury.assign", kwargs={"pk": showcase.pk}), data), field)
    assert not ScoreSheet.objects.exists()


def test_someone_who_is_no_juror_cannot_be_put_on_the_jury(cast, office):
    showcase = stage.at(cast, S.QUALIFICATION_CHECKING)
    stage.entry(showcase, cast.zhou_jing, cast.school, E.QUALIFIED)
    data = {"jurors": [*(one.pk for one in cast.jurors), cast.principal.pk], "seed": 3}
    stage.only_error(office.post(reverse("events:jury.assign", kwargs={"pk": showcase.pk}), data), "jurors")


def test_a_place_among_equals_and_an_unlock_need_sense(cast, office):
    showcase = stage.judged(cast)
    entry = showcase.entries.get()
    for data in ({}, {"tie_rank": "0"}, {"tie_rank": "x"}):
        office.post(reverse("events:entry.order", kwargs={"pk": entry.pk}), data)
    entry.refresh_from_db()
    assert entry.tie_rank is None
    sheet = stage.score(ScoreSheet.objects.first())
    office.post(reverse("events:sheet.unlock", kwargs={"pk": sheet.pk}), {"reason": "长" * 401})
    sheet.refresh_from_db()
    assert sheet.state == "submitted"


@pytest.mark.django_db(transaction=True)
def test_two_authors_at_once_never_share_the_last_place(cast):
    showcase = stage.at(cast, S.SUBMISSION_OPEN)
    stage.entry(showcase, cast.principal, cast.school, title="一")
    drafts = [stage.entry(showcase, cast.zhou_jing, cast.school, E.DRAFT, title=f"草稿{n}") for n in range(4)]
    outcomes, actor = [], make.actor(cast.zhou_jing)

    def send(entry: Entry) -> None:
        try:
            entries.advance_entry(actor=actor, entry_id=entry.pk, action="submit")
            outcomes.append("in")
        except QuotaUsedUp:
            outcomes.append("full")
        finally:
            connection.close()

    threads = [Thread(target=send, args=[entry]) for entry in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["full", "full", "full", "in"]
