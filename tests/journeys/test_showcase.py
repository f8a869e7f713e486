"""A showcase from its call to its certificates, the way people take it: through pages only."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cocare.core import clock
from cocare.people.enums import Role
from events.models import Award, Entry, ScoreSheet, Showcase
from tests import factories as make
from tests.events.stage import BODY, START, WORDS

pytestmark = pytest.mark.django_db


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def go(client, name, data=None, **kwargs):
    """Send a form and read the page it leads to."""
    answer = client.post(reverse(name, kwargs=kwargs), data or {})
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    return answer


def page(client, name, **kwargs) -> str:
    answer = client.get(reverse(name, kwargs=kwargs))
    assert answer.status_code == 200
    return answer.content.decode()


def step(client, showcase, action):
    before = Showcase.objects.get(pk=showcase.pk).state
    digest = showcase.proposals.filter(withdrawn_at=None).values_list("digest", flat=True).first() or ""
    go(client, "events:showcase.advance", {"action": action, "expected": before, "digest": digest}, pk=showcase.pk)
    showcase.refresh_from_db()
    assert showcase.state != before, page(client, "events:showcase.board", pk=showcase.pk)


def call(office) -> Showcase:
    data = {
        "title": "共育方案展评", "theme": "傍晚的陪伴", "year": 2026, "code": "GY", "call_text": "请各校报送方案。",
        "tracks": ["primary"], "opens_at": local(START), "closes_at": local(START + timedelta(days=60)),
        "scoring_until": local(START + timedelta(days=80)), "quota_small": 2, "quota_middle": 3, "quota_large": 4,
        "jurors_per_entry": 3, "juror_load": 40, "notice_contact": "区教委 023-0000 0000",
    }  # fmt: skip
    go(office, "events:showcase.create", data)
    return Showcase.objects.get()


def enter(author, who, showcase, title) -> Entry:
    go(author, "events:entry.create", pk=showcase.pk)
    entry = Entry.objects.get(showcase=showcase, title="", state="draft")
    data = {
        "title": title, "track": showcase.tracks.get().pk, "author_1": who.pk, "summary": "祖辈也能参与的共读。",
        "body": BODY, "version": 0, "then": "submit",
    }  # fmt: skip
    go(author, "events:entry.edit", data, pk=entry.pk)
    entry.refresh_from_db()
    assert entry.state == "school_submitted"
    return entry


def judge(juror, value):
    """Score everything that waits, the way the page leads from work to work."""
    for _round in range(10):
        queue = juror.get(reverse("events:judging.list")).context["queues"]
        task = queue[0].next if queue else None
        if task is None:
            return
        scores = {f"mark_{one.code}": value for one in task.sheet.entry.showcase.criteria.all()}
        go(juror, "events:sheet.edit", scores | {"comment": WORDS, "then": "hand_in"}, pk=task.sheet.pk)


def test_from_the_call_to_the_certificates(cast):
    office, lead = make.client(cast.district_staff), make.client(cast.team_lead)
    author, other = make.client(cast.zhou_jing, "teacher"), make.client(cast.other_principal)
    with clock.freeze(START):
        showcase = call(office)
        step(office, showcase, "publish_call")
        assert "请各校报送方案" in page(Client(), "events:showcase.show", pk=showcase.pk)
        step(office, showcase, "open_submission")
    with clock.freeze(START + timedelta(days=30)):
        first = enter(author, cast.zhou_jing, showcase, "石榴渡家庭书角")
        second = enter(other, cast.other_principal, showcase, "江边一小时")
    with clock.freeze(START + timedelta(days=61)):
        step(office, showcase, "close_submission")
        step(office, showcase, "start_check")
        for entry in (first, second):
            go(office, "events:entry.check", {"action": "qualify"}, pk=entry.pk)
        go(office, "events:jury.assign", {"jurors": [one.pk for one in cast.jurors], "seed": 7}, pk=showcase.pk)
        step(office, showcase, "start_review")
        for juror, value in zip(cast.jurors, (9, 9, 8), strict=True):
            judge(make.client(juror), value)
        assert not ScoreSheet.objects.exclude(state="submitted").exists()
        step(office, showcase, "close_scoring")
        first.refresh_from_db()
        second.refresh_from_db()
        # Equal scores by every rule: the lead puts them in order.
        go(lead, "events:entry.order", {"tie_rank": 1}, pk=first.pk)
        go(lead, "events:entry.order", {"tie_rank": 2}, pk=second.pk)
        step(office, showcase, "propose_awards")
        step(lead, showcase, "confirm_awards")
        public = page(Client(), "events:showcase.show", pk=showcase.pk)
        assert "石榴渡家庭书角" in public
        assert "周静" in public
        assert "86.67" not in public
        assert cast.jurors[0].name not in public
    with clock.freeze(START + timedelta(days=75)):
        step(office, showcase, "finalize")
        step(office, showcase, "issue_certificates")
        number = Award.objects.get(entry=first).number
        assert number == "2026-GY-XX-1-0001"
        shown = page(Client(), "events:certificate.show", number=number)
        assert "石榴渡家庭书角" in shown
        assert "周静" not in shown
        assert WORDS in page(author, "events:entry.edit", pk=first.pk)
        assert "石榴渡家庭书角" in page(Client(), "events:showcase.list")
        step(office, showcase, "archive")


def test_the_second_person_may_be_any_other_of_the_office_but_not_the_same(cast):
    colleague = make.post(Role.DISTRICT_STAFF, cast.commission, "第二人")
    assert make.client(colleague).get(reverse("events:showcase.manage")).status_code == 200
