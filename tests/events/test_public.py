"""What is open to everyone: objections, certificates, the gallery, whatever is sent to them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cocare.core import clock
from events.enums import EntryState, ShowcaseState
from events.models import Award, Objection, Showcase
from tests import factories as make

from . import stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
S, E = ShowcaseState, EntryState
LONG, HTML, OTHER = "长" * 7000, "<script>alert(1)</script>", "018f0000-0000-7000-8000-000000000000"


@pytest.fixture
def office(cast):
    return make.client(cast.district_staff)


@pytest.fixture
def on_notice(cast):
    showcase = stage.at(cast, S.PUBLIC_NOTICE)
    showcase.notice_until = clock.today() + timedelta(days=5)
    showcase.save()
    entry = stage.entry(showcase, cast.zhou_jing, cast.school, E.SCORED, number=1)
    Award.objects.create(entry=entry, level="1")
    return entry


OBJECTION = {"name": "何苗", "contact": "13900000000", "reason": "这份作品去年参加过别的评比。"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "长" * 41}, "name"),
        ({"contact": ""}, "contact"),
        ({"contact": "123"}, "contact"),
        ({"reason": "不服"}, "reason"),
        ({"reason": LONG}, "reason"),
        ({"name": "a\x00"}, "name"),
    ],
)
def test_an_objection(client, on_notice, wrong, field):
    stage.only_error(
        client.post(reverse("events:objection.create", kwargs={"pk": on_notice.pk}), OBJECTION | wrong), field
    )
    assert not Objection.objects.exists()


def test_an_objection_sent_twice_is_one_and_shows_on_the_notice_without_its_author(client, on_notice):
    url = reverse("events:objection.create", kwargs={"pk": on_notice.pk})
    for _press in range(2):
        assert client.post(url, OBJECTION | {"reason": HTML + "这份作品去年参加过。"}).status_code == 303
    assert Objection.objects.count() == 1
    page = client.get(reverse("events:showcase.show", kwargs={"pk": on_notice.showcase_id})).content.decode()
    assert "Objection being examined" in page
    assert "何苗" not in page
    assert "13900000000" not in page


def test_after_the_notice_nobody_can_object(client, on_notice):
    showcase = on_notice.showcase
    url = reverse("events:objection.create", kwargs={"pk": on_notice.pk})
    with clock.freeze(clock.now() + timedelta(days=6)):
        assert "over" in client.post(url, OBJECTION).content.decode()
    Showcase.objects.filter(pk=showcase.pk).update(state=S.FINALIZED)
    assert client.get(url).status_code == 404
    assert not Objection.objects.exists()


@pytest.mark.parametrize(
    "data", [{}, {"action": "burn"}, {"action": "decline", "answer": " "}, {"action": "uphold", "answer": "查实。"}]
)
def test_an_answer(cast, office, on_notice, data):
    objection = Objection.objects.create(entry=on_notice, answer_due=clock.today(), **OBJECTION)
    url = reverse("events:objection.answer", kwargs={"pk": objection.pk})
    assert 'role="alert"' in office.post(url, data, follow=True).content.decode()
    objection.refresh_from_db()
    assert objection.state == "received"


@pytest.mark.parametrize("number", ["", "2026-GY-XX-1-9999", HTML, "长" * 41, "' OR 1=1 --"])
def test_a_certificate_number(client, number):
    page = client.get(reverse("events:certificate.find"), {"number": number}).content.decode()
    assert 'class="error"' in page
    assert HTML not in page


def test_an_issued_certificate_is_found_as_typed(client, on_notice):
    Award.objects.update(number="2026-GY-XX-1-0001")
    page = client.get(reverse("events:certificate.find"), {"number": " 2026-gy-xx-1-0001 "}).content.decode()
    assert on_notice.title in page
    assert "周静" not in page
    Award.objects.update(revoked_at=clock.now())
    assert client.get(reverse("events:certificate.show", kwargs={"number": "2026-GY-XX-1-0001"})).status_code == 404


@pytest.mark.parametrize("query", ["track=nothing", "q=%00", "page=-1", "page=x", f"q={'长' * 50}", "q=%25"])
def test_the_gallery_takes_any_address(client, query):
    assert client.get(f"{reverse('events:showcase.list')}?{query}").status_code == 200


def test_signed_out_people_see_calls_and_results_only(cast):
    showcase = stage.at(cast, S.SUBMISSION_OPEN)
    page = Client().get(reverse("events:showcase.show", kwargs={"pk": showcase.pk})).content.decode()
    assert showcase.call_text in page
    assert "places used" not in page
