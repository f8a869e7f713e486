"""One's certificates, and the check that anyone may make."""

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cocare.core.errors import TooFast
from cocare.core.models import AuditEvent
from cocare.notifications.models import Notification
from cocare.people.enums import Capacity
from parents_school.domain import certificate_codes
from parents_school.domain.certificate_pdf import render_pdf
from parents_school.domain.certificate_text import mask_name
from parents_school.presenters import present_certificate
from parents_school.views.certificates import CHECKS_PER_MINUTE
from tests import factories as make

from . import building

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(cast):
    return building.certificate(cast.lin_lan, building.full_course(title="倾听的三步"))


def page(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def check(code: str, browser: Client | None = None):
    return (browser or Client()).get(reverse("parents_school:verification.show", args=[code]))


def test_the_paper_says_who_what_and_how_to_check(cast, certificate):
    shown = page(make.client(cast.lin_lan).get(reverse("parents_school:certificate.show", args=[certificate.pk])))
    for part in (cast.lin_lan.name, "倾听的三步", certificate.code, f"/school/verify/{certificate.code}/", "二〇二"):
        assert part in shown


def test_its_owner_is_told_without_a_name(cast, certificate):
    notice = Notification.objects.get(person=cast.lin_lan)
    assert notice.url == reverse("parents_school:certificate.show", args=[certificate.pk])
    assert notice.params == {}


def test_it_survives_a_new_name_and_a_new_title(cast, certificate):
    certificate.course.title = "另一个名字"
    certificate.course.save()
    assert "倾听的三步" in page(check(certificate.code))


def test_the_pdf_is_one_landscape_page_with_its_font_inside(certificate):
    made = render_pdf(present_certificate(certificate))
    assert made.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", made)) == 1
    width, height = (float(n) for n in re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", made).groups())
    assert (round(width), round(height)) == (842, 595)
    assert b"/FontFile2" in made
    with translation.override("en"):
        assert render_pdf(present_certificate(certificate)) != made


def test_the_pdf_is_handed_out_as_a_file(cast, certificate):
    answer = make.client(cast.lin_lan).get(reverse("parents_school:certificate.download", args=[certificate.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert certificate.code in answer["Content-Disposition"]
    assert io.BytesIO(answer.content).read(5) == b"%PDF-"


def test_anyone_may_check_and_learns_no_more_than_needed(cast, certificate):
    answer = check(certificate.code)
    assert answer.status_code == 200
    shown = page(answer)
    assert mask_name(cast.lin_lan.name) in shown
    assert cast.lin_lan.name not in shown
    assert "倾听的三步" in shown


def test_it_is_found_however_it_is_typed(certificate):
    assert check(certificate.code.lower()).status_code == 200
    answer = Client().get(
        reverse("parents_school:verification.find"), {"code": f" {certificate.code.replace('-', ' ')} "}
    )
    assert answer["Location"].endswith(f"/{certificate.code}/")


def test_a_slip_is_told_as_a_slip(certificate):
    wrong = certificate.code[:-1] + ("2" if certificate.code[-1] != "2" else "3")
    answer = Client().get(reverse("parents_school:verification.find"), {"code": wrong})
    assert answer.status_code == 422
    assert "对不上" in page(answer)
    assert wrong in page(answer)


@pytest.mark.parametrize("code", ["x", "<script>alert(1)", "证书", "A" * 300])
def test_what_is_no_number_finds_nothing(db, code):
    answer = check(code)
    assert answer.status_code == 404
    assert "<script>alert" not in page(answer)
    assert Client().get(reverse("parents_school:verification.find"), {"code": code}).status_code == 422


def test_a_well_formed_number_that_was_never_issued(db):
    answer = check(certificate_codes.new_code())
    assert answer.status_code == 404
    assert "没有这个编号" in page(answer)


def test_guessing_is_slowed_down(certificate):
    browser = Client()
    statuses = [check(certificate_codes.new_code(), browser).status_code for _ in range(CHECKS_PER_MINUTE + 2)]
    assert statuses.count(429) >= 1
    slowed = check(certificate.code, browser)
    assert slowed.status_code == 429
    assert int(slowed["Retry-After"]) <= 60
    assert str(TooFast.text) in page(slowed)


def test_the_district_withdraws_it_and_everybody_can_see_that(cast, certificate):
    district = make.client(cast.district_staff)
    url = reverse("parents_school:certificate.revoke", args=[certificate.pk])
    empty = district.post(url, {"reason": " "})
    assert empty.status_code == 422
    assert district.post(url, {"reason": "x" * 201}).status_code == 422
    assert district.post(url, {"reason": "颁发有误"}).status_code == 303
    shown = page(check(certificate.code))
    assert "已失效" in shown
    assert "颁发有误" not in shown
    assert district.post(url, {"reason": "再来一次"}).status_code == 409
    assert AuditEvent.objects.filter(verb="certificate.revoke").count() == 1
    assert "已撤销" in page(make.client(cast.lin_lan).get(reverse("parents_school:certificate.list")))


def test_who_is_also_district_staff_may_not_act_so_as_a_parent(cast, certificate):
    url = reverse("parents_school:certificate.revoke", args=[certificate.pk])
    make.guardian(cast.xiaoman, who=cast.district_staff)
    assert make.client(cast.district_staff, Capacity.GUARDIAN).post(url, {"reason": "x"}).status_code == 404
