"""The audit trail: filtered, paged, read-only, and itself on record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cocare.core import audit, clock
from cocare.core.models import AuditEvent
from tests import factories as make

pytestmark = pytest.mark.django_db
URL = "/people/audit/"


@pytest.fixture
def auditor(cast):
    return make.client(cast.auditor)


def verbs(answer):
    return [event.verb for event, _name in answer.context["lines"]]


def test_newest_first_with_the_name_of_who_acted(cast, auditor):
    actor = make.actor(cast.zhou_jing)
    audit.record(actor, "first.act")
    with clock.freeze(clock.now() + timedelta(seconds=5)):
        audit.record(actor, "second.act", count=3)
    answer = auditor.get(URL)
    assert verbs(answer)[:2] == ["second.act", "first.act"]
    page = answer.content.decode()
    assert "周静" in page
    assert "count: 3" in page


def test_filters(cast, auditor):
    old = clock.now() - timedelta(days=10)
    with clock.freeze(old):
        audit.record(make.actor(cast.zhou_jing), "pupil.open", cast.xiaoman)
    audit.record(make.actor(cast.principal), "post.end")
    day = old.astimezone(clock.ZONE).date()
    for query in (
        {"verb": "pupil"},
        {"capacity": "teacher"},
        {"about": cast.zhou_jing.pk},
        {"about": cast.xiaoman.pk},
        {"since": day, "until": day},
    ):
        assert verbs(auditor.get(URL, query)) == ["pupil.open"], query


@pytest.mark.parametrize("query", [{"about": "me"}, {"since": "soon"}, {"capacity": "king"}, {"verb": "v" * 61}])
def test_a_wrong_filter_says_so(auditor, query):
    answer = auditor.get(URL, query)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(query)


def test_reading_is_on_record_with_its_filters(cast, auditor):
    auditor.get(URL, {"verb": "pupil"})
    event = AuditEvent.objects.get(verb="audit.read")
    assert event.person_id == cast.auditor.pk
    assert event.facts == {"page": 1, "filters": {"verb": "pupil"}}


def test_nothing_can_be_changed(cast, auditor):
    assert auditor.post(URL).status_code == 405
    event = audit.record(make.actor(cast.zhou_jing), "some.act")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(verb="other.act")
    with pytest.raises(IntegrityError), transaction.atomic():
        event.delete()


def test_paged_and_queries_do_not_grow(cast, auditor, count_queries):
    one = count_queries(auditor, URL)
    for number in range(30):
        audit.record(make.actor(make.person()), f"act.{number}")
    assert count_queries(auditor, URL) == one
    assert len(auditor.get(URL).context["lines"]) == 30
    assert reverse("people:audit.list") == URL
