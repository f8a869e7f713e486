"""The named cast: one class, its families and teachers, and the people around the school. All fictional."""

from dataclasses import dataclass

from cocare.people.enums import OrganisationKind, Relation, Role
from cocare.people.models import Organisation, Person, Pupil, SchoolClass

from . import factories as make


@dataclass(frozen=True)
class Cast:
    school: Organisation
    other_school: Organisation
    commission: Organisation
    class_2: SchoolClass
    other_class: SchoolClass
    xiaoman: Pupil
    """Pupil of class_2; guardians 林岚 (mother) and 许恒 (father, under a document that leaves him nothing)."""
    yuze: Pupil
    """Pupil of class_2; guardian 何苗, entrusted to his grandmother 王秀珍."""
    other_child: Pupil
    lin_lan: Person
    xu_heng: Person
    he_miao: Person
    wang_xiuzhen: Person
    stranger: Person
    """Guardian of other_child in other_school."""
    zhou_jing: Person
    """Head teacher of class_2, also mother of a child in other_class."""
    luo_ping: Person
    """Teaches class_2 and other_class."""
    former_teacher: Person
    """Taught class_2 until yesterday."""
    principal: Person
    other_principal: Person
    team_member: Person
    team_lead: Person
    district_staff: Person
    jurors: tuple[Person, ...]
    court_officer: Person
    law_vice_principal: Person
    community_worker: Person
    administrator: Person
    auditor: Person


def assemble() -> Cast:
    """Bring the whole cast into the database."""
    school, other = make.organisation(name="澜川区石榴渡小学"), make.organisation(name="澜川区望潮台小学")
    commission = make.organisation(OrganisationKind.EDUCATION_COMMISSION, "澜川区教育委员会")
    class_2, other_class = make.school_class(school, number=2), make.school_class(other, number=1)
    xiaoman, yuze = make.pupil("许小满", class_2), make.pupil("何雨泽", class_2)
    other_child = make.pupil("江一帆", other_class)
    lin_lan = make.guardian(xiaoman, "林岚")
    xu_heng = make.guardian(xiaoman, "许恒", Relation.FATHER)
    make.restrict(xu_heng, xiaoman)
    he_miao = make.guardian(yuze, "何苗")
    zhou_jing = make.teacher(class_2, "周静", Role.HEAD_TEACHER)
    make.guardian(make.pupil("周念", other_class), who=zhou_jing)
    luo_ping = make.teacher(class_2, "罗平", subject="数学")
    make.teacher(other_class, who=luo_ping, subject="数学")
    return Cast(
        school=school,
        other_school=other,
        commission=commission,
        class_2=class_2,
        other_class=other_class,
        xiaoman=xiaoman,
        yuze=yuze,
        other_child=other_child,
        lin_lan=lin_lan,
        xu_heng=xu_heng,
        he_miao=he_miao,
        wang_xiuzhen=make.caregiver(yuze, he_miao, "王秀珍"),
        stranger=make.guardian(other_child, "江远"),
        zhou_jing=zhou_jing,
        luo_ping=luo_ping,
        former_teacher=make.teacher(class_2, "唐朝晖", until=make.yesterday()),
        principal=make.post(Role.PRINCIPAL, school, "邓之远"),
        other_principal=make.post(Role.PRINCIPAL, other, "彭蕴"),
        team_member=make.post(Role.SCHOOL_TEAM, school, "陈守恩"),
        team_lead=make.post(Role.DISTRICT_TEAM_LEAD, commission, "沈若川"),
        district_staff=make.post(Role.DISTRICT_STAFF, commission, "白露"),
        jurors=tuple(make.post(Role.JUROR, commission, name) for name in ("评委甲", "评委乙", "评委丙")),
        court_officer=make.post(Role.COURT_OFFICER, make.organisation(OrganisationKind.COURT), "江舟"),
        law_vice_principal=make.post(Role.LAW_VICE_PRINCIPAL, make.organisation(OrganisationKind.POLICE), "石坚"),
        community_worker=make.post(Role.COMMUNITY_WORKER, make.organisation(OrganisationKind.COMMUNITY), "柳青"),
        administrator=make.post(Role.ADMINISTRATOR, commission, "平台管理员"),
        auditor=make.post(Role.AUDIT_ADMINISTRATOR, commission, "审计管理员"),
    )
