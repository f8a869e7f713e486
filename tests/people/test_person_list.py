"""The administrator: people and accounts, no contents; closing an account works at once."""

import pytest
from django.urls import reverse

from cocare.core.models import AuditEvent
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast):
    return make.client(cast.administrator)


def test_found_by_name_or_whole_number_which_stays_masked(cast, admin):
    make.account(cast.lin_lan, "+8613900005555")
    url = reverse("people:person.list")
    by_name, by_number = (admin.get(url, {"q": text}) for text in ("林岚", "139 0000 5555"))
    assert list(by_name.context["page"]) == list(by_number.context["page"]) == [cast.lin_lan]
    assert "13900005555" not in by_name.content.decode()
    assert "5555" in by_name.content.decode()
    assert not admin.get(url, {"q": "<script>"}).context["page"].object_list


def test_the_page_of_a_person_names_no_child(cast, admin):
    make.account(cast.lin_lan)
    page = admin.get(reverse("people:person.show", args=[cast.lin_lan.pk])).content.decode()
    assert "林岚" in page
    assert "许小满" not in page
    assert AuditEvent.objects.filter(verb="person.open", subject_id=cast.lin_lan.pk).exists()


def test_closing_signs_out_and_keeps_out_until_opened(cast, admin, heard):
    her = make.client(cast.lin_lan)
    account = make.account(cast.lin_lan)
    child = reverse("people:child.show", args=[cast.xiaoman.pk])
    assert her.get(child).status_code == 200
    admin.post(reverse("people:account.disable", args=[account.pk]))
    assert her.get(child).status_code == 302
    assert heard["sessions"] == [(account.pk, "")]
    admin.post(reverse("people:account.disable", args=[account.pk]))
    assert AuditEvent.objects.filter(verb="account.disable").count() == 1
    admin.post(reverse("people:account.enable", args=[account.pk]))
    assert her.get(child).status_code == 200


def test_nobody_closes_the_own_account(cast, admin):
    own = make.account(cast.administrator)
    admin.post(reverse("people:account.disable", args=[own.pk]))
    own.refresh_from_db()
    assert own.is_active


def test_paged_and_queries_do_not_grow(cast, admin, count_queries):
    url = reverse("people:person.list")
    one = count_queries(admin, url)
    for _ in range(30):
        make.account(make.person())
    assert count_queries(admin, url) == one
    assert len(admin.get(url).context["page"]) == 30
