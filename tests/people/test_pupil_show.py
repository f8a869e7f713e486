"""A child's page for the school, documents about guardians, class changes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.core.models import AuditEvent
from cocare.people import queries, services
from cocare.people.enums import (
    CHANGE_TRANSITIONS,
    Capacity,
    ChangeAction,
    ChangeState,
    Relation,
    RestrictionKind,
    RestrictionScope,
)
from cocare.people.models import CustodyRestriction, Enrolment, Guardianship, GuardianshipChange
from tests import factories as make

pytestmark = pytest.mark.django_db


def show(who, child, capacity=None):
    return make.client(who, capacity).get(reverse("people:pupil.show", args=[child.pk]))


def link_of(person):
    return Guardianship.objects.get(person=person)


def test_opening_is_on_record_without_a_name(cast):
    show(cast.zhou_jing, cast.xiaoman, Capacity.TEACHER)
    event = AuditEvent.objects.get(verb="pupil.open")
    assert (event.person_id, event.subject_id, event.facts) == (cast.zhou_jing.pk, cast.xiaoman.pk, {})


def test_a_refused_opening_is_no_opening(cast):
    assert show(cast.stranger, cast.xiaoman).status_code == 404
    assert not AuditEvent.objects.filter(verb="pupil.open").exists()


def test_who_is_told_that_a_document_is_in_force(cast):
    subject = show(cast.luo_ping, cast.xiaoman).content.decode()
    head = show(cast.zhou_jing, cast.xiaoman, Capacity.TEACHER).content.decode()
    principal = show(cast.principal, cast.xiaoman).content.decode()
    number = CustodyRestriction.objects.get().document_no
    assert "许恒" not in subject
    assert "许恒" in head
    assert number not in head
    assert number in principal


def document(**given):
    until = clock.today() + timedelta(days=100)
    return {
        "kind": RestrictionKind.PROTECTION_ORDER,
        "scope": RestrictionScope.ALL,
        "document_no": "(2026)澜民保令9号",
        "since": clock.today().isoformat(),
        "until": until.isoformat(),
        **given,
    }


def enter(cast, person, **given):
    return make.client(cast.principal).post(
        reverse("people:change.create", args=[link_of(person).pk]), document(**given)
    )


def advance(cast, action):
    url = reverse("people:change.advance", args=[GuardianshipChange.objects.get().pk])
    return make.client(cast.principal).post(url, {"action": action})


def test_a_document_takes_effect_only_after_its_original_was_seen(cast, heard):
    assert enter(cast, cast.he_miao).status_code == 303
    advance(cast, ChangeAction.TAKE_EFFECT)
    assert GuardianshipChange.objects.get().state == ChangeState.SUBMITTED
    assert queries.pupils(make.actor(cast.he_miao)).exists()
    advance(cast, ChangeAction.VERIFY)
    advance(cast, ChangeAction.TAKE_EFFECT)
    assert not queries.pupils(make.actor(cast.he_miao)).exists()
    assert not queries.pupils(make.actor(cast.wang_xiuzhen, Capacity.CAREGIVER)).exists()
    assert set(heard["authority"]) == {cast.he_miao.pk, cast.wang_xiuzhen.pk}
    for action in (ChangeAction.NOTIFY, ChangeAction.ARCHIVE):
        advance(cast, action)
    change = GuardianshipChange.objects.get()
    assert change.state == ChangeState.ARCHIVED
    assert change.restriction.verified_by == cast.principal


@pytest.mark.parametrize("state", ChangeState)
@pytest.mark.parametrize("action", ChangeAction)
def test_every_step_is_the_tables(cast, state, action):
    enter(cast, cast.he_miao)
    GuardianshipChange.objects.update(state=state)
    advance(cast, action)
    assert GuardianshipChange.objects.get().state == CHANGE_TRANSITIONS.get((state, action), state)


def test_a_step_that_is_none_names_nothing(cast):
    enter(cast, cast.he_miao)
    assert advance(cast, "explode").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("document_no", ""),
        ("document_no", "9" * 61),
        ("kind", "word of mouth"),
        ("scope", "<b>"),
        ("since", "yesterday"),
        ("since", "0001-01-01"),
        ("until", "9999-12-31"),
        ("until", ""),
        ("until", "2000-01-01"),
    ],
)
def test_bad_documents_get_a_sentence_at_the_field(cast, field, value):
    answer = enter(cast, cast.he_miao, **{field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not GuardianshipChange.objects.exists()


def test_a_protection_order_lasts_six_months_at_most(cast):
    late = clock.today() + timedelta(days=200)
    assert enter(cast, cast.he_miao, until=late.isoformat()).status_code == 422
    assert enter(cast, cast.he_miao, until=late.isoformat(), kind=RestrictionKind.CUSTODY_CHANGE).status_code == 303


def test_nobody_decides_about_the_other_parent_of_the_own_child(cast):
    make.guardian(cast.yuze, who=cast.principal)
    assert enter(cast, cast.he_miao).status_code == 409
    assert not GuardianshipChange.objects.exists()


def test_a_document_of_another_schools_child_is_not_there(cast):
    url = reverse("people:change.create", args=[link_of(cast.stranger).pk])
    assert make.client(cast.principal).post(url, document()).status_code == 404


def test_lifting_gives_everything_back_at_once(cast, heard):
    url = reverse("people:restriction.lift", args=[CustodyRestriction.objects.get().pk])
    browser = make.client(cast.principal)
    assert browser.post(url, {"document_no": ""}).status_code == 422
    assert browser.post(url, {"document_no": "(2026)澜民变2号"}).status_code == 303
    assert list(queries.pupils(make.actor(cast.xu_heng))) == [cast.xiaoman]
    assert heard["authority"] == [cast.xu_heng.pk]
    assert browser.post(url, {"document_no": "again"}).status_code == 409


def end(who, link, capacity=None, **data):
    return make.client(who, capacity).post(reverse("people:guardianship.end", args=[link.pk]), data)


def claimed_by(cast, person):
    actor = make.actor(cast.zhou_jing, Capacity.TEACHER)
    _code, text = services.issue_claim_code(actor=actor, pupil=cast.yuze, relation=Relation.OTHER)
    return services.claim_child(actor=make.actor(person), text=text)


def test_a_claim_by_the_wrong_person_is_undone_by_the_head_teacher_the_same_day(cast, heard):
    wrong = make.person("走错门")
    link = claimed_by(cast, wrong)
    assert end(cast.zhou_jing, link, Capacity.TEACHER).status_code == 303
    assert not queries.pupils(make.actor(wrong)).exists()
    assert heard["authority"] == [wrong.pk, wrong.pk]
    assert Guardianship.objects.filter(pk=link.pk).exists()


def test_an_old_guardianship_ends_by_document_only(cast):
    link = link_of(cast.he_miao)
    assert end(cast.zhou_jing, link, Capacity.TEACHER).status_code == 403
    assert end(cast.principal, link).status_code == 422
    assert end(cast.principal, link, document_no="(2026)澜民撤1号").status_code == 303
    assert end(cast.principal, link, document_no="(2026)澜民撤1号").status_code == 409
    assert not queries.pupils(make.actor(cast.he_miao)).exists()


def move(cast, child, school_class, since=None):
    since = since or clock.today()
    return make.client(cast.principal).post(
        reverse("people:enrolment.change", args=[child.pk]),
        {"school_class": school_class.pk, "since": since.isoformat()},
    )


def test_a_class_change_is_dated_and_leaves_history(cast, heard):
    beside = make.school_class(cast.school, number=3)
    teacher = make.teacher(beside)
    day = clock.today() + timedelta(days=7)
    assert move(cast, cast.yuze, beside, day).status_code == 303
    old, new = Enrolment.objects.filter(pupil=cast.yuze).order_by("since")
    assert (old.school_class, old.until, new.school_class, new.since) == (
        cast.class_2,
        day - timedelta(days=1),
        beside,
        day,
    )
    assert {cast.he_miao.pk, teacher.pk, cast.zhou_jing.pk} <= set(heard["authority"])
    assert cast.yuze in queries.pupils(make.actor(cast.luo_ping))
    with clock.freeze(clock.now() + timedelta(days=7)):
        assert cast.yuze not in queries.pupils(make.actor(cast.luo_ping))
        assert cast.yuze in queries.pupils(make.actor(teacher))


def test_a_class_of_another_school_is_no_choice(cast):
    assert move(cast, cast.yuze, cast.other_class).status_code == 422
    assert move(cast, cast.yuze, make.school_class(cast.school, entry_year=2020)).status_code == 422
    assert Enrolment.objects.filter(pupil=cast.yuze).count() == 1


def test_who_left_is_taken_in_by_the_next_school(cast):
    browser, url = make.client(cast.principal), reverse("people:enrolment.end", args=[cast.yuze.pk])
    assert browser.post(url, {"last_day": "2020-01-01"}).status_code == 422
    assert browser.post(url, {"last_day": clock.today().isoformat()}).status_code == 303
    tomorrow = clock.today() + timedelta(days=1)
    actor = make.actor(cast.other_principal)
    services.enrol(actor=actor, pupil=cast.yuze, school_class=cast.other_class, since=tomorrow)
    with clock.freeze(clock.now() + timedelta(days=1)):
        assert cast.yuze not in queries.pupils(make.actor(cast.principal))
        assert cast.yuze in queries.pupils(actor)
        page = make.client(cast.he_miao).get(reverse("people:child.show", args=[cast.yuze.pk]))
        assert cast.other_school.name in page.content.decode()


def test_queries_do_not_grow(cast, count_queries):
    browser, url = make.client(cast.principal), reverse("people:pupil.show", args=[cast.xiaoman.pk])
    one = count_queries(browser, url)
    for _ in range(29):
        link = link_of(make.guardian(cast.xiaoman))
        GuardianshipChange.objects.create(
            guardianship=link, kind="custody_change", scope="all", document_no="1", submitted_by=cast.principal
        )
    assert count_queries(browser, url) == one


def test_what_waits_is_offered_to_the_leadership_only(cast):
    enter(cast, cast.he_miao)
    assert [item.waits for item in queries.today(make.actor(cast.principal))] == [True]
    for who in (cast.other_principal, cast.zhou_jing, cast.he_miao):
        assert queries.today(make.actor(who)) == []


def test_search_finds_what_may_be_seen(cast):
    def found(who, capacity=None):
        return [hit.title for hit in queries.search(make.actor(who, capacity), "小满")]

    assert found(cast.lin_lan) == found(cast.zhou_jing, Capacity.TEACHER) == ["许小满"]
    assert found(cast.xu_heng) == found(cast.stranger) == found(cast.former_teacher) == []
