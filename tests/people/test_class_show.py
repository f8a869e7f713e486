"""A class: the register for its staff, the teachers for its families; slips with codes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.people import claim_codes
from cocare.people.enums import Capacity, Relation
from cocare.people.models import ClaimCode
from tests import factories as make

pytestmark = pytest.mark.django_db


def show(who, school_class, capacity=None, page=1):
    url = reverse("people:class.show", args=[school_class.pk])
    return make.client(who, capacity).get(url, {"page": page})


def test_families_see_teachers_and_no_other_family(cast):
    page = show(cast.lin_lan, cast.class_2).content.decode()
    assert "周静" in page
    assert not any(name in page for name in ("何雨泽", "何苗", "许恒", "王秀珍"))


def test_the_register_is_for_staff_and_slips_for_the_head_teacher(cast):
    head, other = (
        show(who, cast.class_2, Capacity.TEACHER).content.decode() for who in (cast.zhou_jing, cast.luo_ping)
    )
    slip = reverse("people:code.issue", args=[cast.yuze.pk])
    assert "何雨泽" in head
    assert "何雨泽" in other
    assert slip in head
    assert slip not in other


def test_the_register_says_how_many_guardians_each_child_has(cast):
    make.guardian(cast.yuze)
    page = show(cast.zhou_jing, cast.class_2, Capacity.TEACHER).context["page"]
    assert {row.pupil: len(row.pupil.linked) for row in page} == {cast.xiaoman: 2, cast.yuze: 2}


def test_a_child_who_changed_class_is_in_one_register(cast):
    beside = make.school_class(cast.school, number=3)
    cast.yuze.enrolments.update(until=make.yesterday())
    make.enrol(cast.yuze, beside, since=clock.today())
    assert "何雨泽" not in show(cast.zhou_jing, cast.class_2, Capacity.TEACHER).content.decode()
    assert "何雨泽" in show(cast.principal, beside).content.decode()


def test_the_register_is_paged_and_its_queries_do_not_grow(cast, count_queries):
    browser = make.client(cast.zhou_jing, Capacity.TEACHER)
    url = reverse("people:class.show", args=[cast.class_2.pk])
    one = count_queries(browser, url)
    for number in range(40):
        child = make.pupil(f"孩子{number:02d}", cast.class_2)
        make.guardian(child)
        ClaimCode.objects.create(
            digest=claim_codes.digest(claim_codes.generate()),
            pupil=child,
            relation=Relation.FATHER,
            issued_by=cast.zhou_jing,
            expires_at=clock.now() + timedelta(days=1),
        )
    assert count_queries(browser, url) == one
    first, second = (show(cast.zhou_jing, cast.class_2, Capacity.TEACHER, page).context["page"] for page in (1, 2))
    assert (len(first), len(second)) == (30, 12)


def issue(who, child, **data):
    capacity = Capacity.TEACHER if who.posts.filter(role="head_teacher").exists() else None
    return make.client(who, capacity).post(
        reverse("people:code.issue", args=[child.pk]), {"relation": "father", **data}
    )


@pytest.mark.parametrize("who", ["zhou_jing", "principal"])
def test_a_slip_shows_its_code_once_and_it_works(cast, who):
    answer = issue(getattr(cast, who), cast.yuze)
    text = answer.context["text"]
    assert text in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    newcomer = make.client(make.person("新来"))
    assert newcomer.post("/people/children/claim/", {"code": text}).status_code == 303


def test_a_second_slip_of_the_same_relation_replaces_the_first(cast):
    first, second = (issue(cast.zhou_jing, cast.yuze).context["text"] for _ in range(2))
    newcomer = make.client(make.person("新来"))
    assert newcomer.post("/people/children/claim/", {"code": first}).status_code == 422
    assert newcomer.post("/people/children/claim/", {"code": second}).status_code == 303


def test_a_relation_that_is_none_gets_a_sentence(cast):
    assert issue(cast.zhou_jing, cast.yuze, relation="<b>").status_code == 422
    assert not ClaimCode.objects.exists()


def test_a_withdrawn_slip_is_worthless(cast):
    text = issue(cast.zhou_jing, cast.yuze).context["text"]
    url = reverse("people:code.withdraw", args=[ClaimCode.objects.get().pk])
    assert make.client(cast.zhou_jing, Capacity.TEACHER).post(url).status_code == 303
    assert make.client(make.person()).post("/people/children/claim/", {"code": text}).status_code == 422


def test_the_list_has_the_own_classes_only(cast, count_queries):
    browser, url = make.client(cast.luo_ping), reverse("people:class.list")
    two = count_queries(browser, url)
    assert set(browser.get(url).context["page"]) == {cast.class_2, cast.other_class}
    for _ in range(29):
        make.teacher(make.school_class(cast.school), who=cast.luo_ping)
    assert count_queries(browser, url) == two
