"""What each capacity may do with the pages of people."""

from datetime import timedelta

from cocare.core import clock
from cocare.people.enums import Relation, RestrictionKind, RestrictionScope
from cocare.people.models import ClaimCode, CustodyRestriction, Guardianship, GuardianshipChange
from tests import factories as make
from tests.access import ALL, Row

FAMILIES = "lin_lan xu_heng he_miao wang_xiuzhen stranger zhou_jing_as_mother former_teacher"
TEACHERS = "zhou_jing luo_ping"
PRINCIPALS = "principal other_principal"


def xiaoman(cast):
    return {"pk": cast.xiaoman.pk}


def yuze(cast):
    return {"pk": cast.yuze.pk}


def class_2(cast):
    return {"pk": cast.class_2.pk}


def fathers_link(cast):
    return {"pk": Guardianship.objects.get(person=cast.xu_heng).pk}


def fathers_restriction(cast):
    return {"pk": CustodyRestriction.objects.get(guardianship__person=cast.xu_heng).pk}


def care_of_yuze(cast):
    aunt = make.caregiver(cast.yuze, cast.he_miao)
    return {"pk": aunt.care_arrangements.get().pk}


def open_code(cast):
    code = ClaimCode.objects.create(
        digest="0" * 64,
        pupil=cast.xiaoman,
        relation=Relation.MOTHER,
        issued_by=cast.zhou_jing,
        expires_at=clock.now() + timedelta(days=1),
    )
    return {"pk": code.pk}


def change_about_lin_lan(cast):
    change = GuardianshipChange.objects.create(
        guardianship=Guardianship.objects.get(person=cast.lin_lan),
        kind=RestrictionKind.CUSTODY_CHANGE,
        scope=RestrictionScope.WHEREABOUTS,
        document_no="1",
        submitted_by=cast.principal,
    )
    return {"pk": change.pk}


def post_of_luo_ping(cast):
    return {"pk": cast.luo_ping.posts.get(school_class=cast.class_2).pk}


def own_school(cast):
    return {"pk": cast.school.pk}


def a_person(cast):
    make.account(cast.stranger)
    return {"pk": cast.stranger.pk}


def an_account(cast):
    return {"pk": make.account(cast.stranger).pk}


def as_guardian(cast):
    return {"capacity": "guardian"}


def for_mother(cast):
    return {"relation": "mother"}


def verify(cast):
    return {"action": "verify"}


TABLE = [
    Row("people:profile.show", may=ALL),
    Row("people:profile.export", may=ALL),
    Row(
        "people:capacity.switch",
        method="POST",
        data=as_guardian,
        may="lin_lan xu_heng he_miao stranger zhou_jing zhou_jing_as_mother former_teacher",
    ),
    Row("people:child.list", may=FAMILIES),
    Row("people:child.claim", may=ALL),
    Row("people:child.claim", may=ALL, method="POST"),
    Row("people:child.show", url=xiaoman, may="lin_lan"),
    Row("people:child.show", url=yuze, may="he_miao wang_xiuzhen"),
    Row("people:entrusted_care.create", url=yuze, may="he_miao", sees="wang_xiuzhen"),
    Row("people:entrusted_care.create", url=yuze, may="he_miao", sees="wang_xiuzhen", method="POST"),
    Row("people:entrusted_care.end", url=care_of_yuze, may="he_miao", sees="wang_xiuzhen", method="POST"),
    Row("people:class.list", may=f"{FAMILIES} {TEACHERS} {PRINCIPALS}"),
    Row("people:class.show", url=class_2, may=f"lin_lan he_miao wang_xiuzhen {TEACHERS} principal"),
    Row("people:pupil.show", url=xiaoman, may=f"{TEACHERS} principal"),
    Row("people:claim_code.issue", url=xiaoman, may="zhou_jing principal", sees="luo_ping"),
    Row(
        "people:claim_code.issue",
        url=xiaoman,
        may="zhou_jing principal",
        sees="luo_ping",
        method="POST",
        data=for_mother,
    ),
    Row("people:claim_code.withdraw", url=open_code, may="zhou_jing principal", sees="luo_ping", method="POST"),
    Row("people:enrolment.change", url=xiaoman, may="principal", sees=TEACHERS),
    Row("people:enrolment.change", url=xiaoman, may="principal", sees=TEACHERS, method="POST"),
    Row("people:enrolment.end", url=xiaoman, may="principal", sees=TEACHERS),
    Row("people:enrolment.end", url=xiaoman, may="principal", sees=TEACHERS, method="POST"),
    Row("people:guardianship.end", url=fathers_link, may="principal", sees=TEACHERS),
    Row("people:guardianship.end", url=fathers_link, may="principal", sees=TEACHERS, method="POST"),
    Row("people:guardianship_change.create", url=fathers_link, may="principal", sees=TEACHERS),
    Row("people:guardianship_change.create", url=fathers_link, may="principal", sees=TEACHERS, method="POST"),
    Row("people:guardianship_change.advance", url=change_about_lin_lan, may="principal", method="POST", data=verify),
    Row("people:restriction.lift", url=fathers_restriction, may="principal"),
    Row("people:restriction.lift", url=fathers_restriction, may="principal", method="POST"),
    Row("people:organisation.list", may="administrator district_staff"),
    Row("people:post.list", may=f"administrator {PRINCIPALS}"),
    Row("people:post.create", url=own_school, may="administrator principal"),
    Row("people:post.create", url=own_school, may="administrator principal", method="POST"),
    Row("people:post.end", url=post_of_luo_ping, may="administrator principal", method="POST"),
    Row("people:person.list", may="administrator"),
    Row("people:person.show", url=a_person, may="administrator"),
    Row("people:account.disable", url=an_account, may="administrator", method="POST"),
    Row("people:account.enable", url=an_account, may="administrator", method="POST"),
    Row("people:audit.list", may="auditor"),
]

NOT_EXPORTED = {
    "people.CustodyRestriction": "a document about the family: it is with the school",
    "people.GuardianshipChange": "a document on its way: it is with the school until it is in effect",
}
