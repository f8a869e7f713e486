from django.db import models
from django.utils.translation import gettext_lazy as _


class Capacity(models.TextChoices):
    """The quality in which a person acts. One at a time; dated posts and relations say which ones are open."""

    GUARDIAN = "guardian", _("guardian")
    CAREGIVER = "caregiver", _("entrusted caregiver")
    TEACHER = "teacher", _("teacher")
    PRINCIPAL = "principal", _("school leadership")
    TEAM = "team", _("family education team")
    DISTRICT = "district", _("district staff")
    JUROR = "juror", _("jury member")
    JUSTICE = "justice", _("justice partner")
    COMMUNITY = "community", _("community worker")
    ADMINISTRATOR = "administrator", _("platform administrator")
    AUDITOR = "auditor", _("audit administrator")


FAMILY = (Capacity.GUARDIAN, Capacity.CAREGIVER)


class OrganisationKind(models.TextChoices):
    EDUCATION_COMMISSION = "education_commission", _("education commission")
    EDUCATION_GROUP = "education_group", _("education group")
    SCHOOL = "school", _("school")
    KINDERGARTEN = "kindergarten", _("kindergarten")
    GUIDANCE_CENTER = "guidance_center", _("family education guidance center")
    WOMENS_FEDERATION = "womens_federation", _("women's federation")
    COURT = "court", _("people's court")
    PROCURATORATE = "procuratorate", _("people's procuratorate")
    POLICE = "police", _("police")
    JUSTICE_BUREAU = "justice_bureau", _("justice bureau")
    CIVIL_AFFAIRS = "civil_affairs_bureau", _("civil affairs bureau")
    TOWNSHIP = "township", _("township or subdistrict")
    COMMUNITY = "community_committee", _("residents' committee")


TEACHING_KINDS = (OrganisationKind.SCHOOL, OrganisationKind.KINDERGARTEN)


class Stage(models.TextChoices):
    KINDERGARTEN = "kindergarten", _("kindergarten")
    PRIMARY = "primary", _("primary school")
    JUNIOR = "junior", _("junior high school")
    SENIOR = "senior", _("senior high school")


FIRST_GRADE = {Stage.KINDERGARTEN: 1, Stage.PRIMARY: 1, Stage.JUNIOR: 7, Stage.SENIOR: 10}
LAST_GRADE = {Stage.KINDERGARTEN: 3, Stage.PRIMARY: 6, Stage.JUNIOR: 9, Stage.SENIOR: 12}


class Role(models.TextChoices):
    """The posts a person can hold. Each opens one capacity (CAPACITY_OF)."""

    HEAD_TEACHER = "head_teacher", _("head teacher")
    SUBJECT_TEACHER = "subject_teacher", _("subject teacher")
    COUNSELLOR = "counsellor", _("school counsellor")
    PRINCIPAL = "principal", _("principal")
    MORAL_VICE_PRINCIPAL = "moral_edu_vice_principal", _("vice-principal for moral education")
    SCHOOL_TEAM = "school_team_member", _("school family education team member")
    LECTURER = "lecturer", _("family education lecturer")
    DISTRICT_TEAM_LEAD = "district_team_lead", _("district family education team lead")
    DISTRICT_TEAM = "district_team_member", _("district family education team member")
    DISTRICT_STAFF = "district_staff", _("district staff")
    JUROR = "juror", _("jury member")
    COURT_OFFICER = "court_officer", _("court officer")
    PROSECUTOR = "prosecutor", _("prosecutor")
    POLICE_OFFICER = "police_officer", _("police officer")
    JUSTICE_OFFICER = "justice_officer", _("justice bureau officer")
    LAW_VICE_PRINCIPAL = "law_vice_principal", _("law vice-principal")
    FEDERATION_OFFICER = "federation_officer", _("women's federation officer")
    COMMUNITY_WORKER = "community_worker", _("community worker")
    ADMINISTRATOR = "administrator", _("platform administrator")
    AUDIT_ADMINISTRATOR = "audit_administrator", _("audit administrator")


CLASS_ROLES = (Role.HEAD_TEACHER, Role.SUBJECT_TEACHER)
# What a school's leadership may give and end in its own school; the rest is the administrator's.
SCHOOL_ROLES = (Role.HEAD_TEACHER, Role.SUBJECT_TEACHER, Role.COUNSELLOR, Role.SCHOOL_TEAM)
LEADING_ROLES = (Role.PRINCIPAL, Role.MORAL_VICE_PRINCIPAL)

CAPACITY_OF = {
    Role.HEAD_TEACHER: Capacity.TEACHER,
    Role.SUBJECT_TEACHER: Capacity.TEACHER,
    Role.COUNSELLOR: Capacity.TEACHER,
    Role.PRINCIPAL: Capacity.PRINCIPAL,
    Role.MORAL_VICE_PRINCIPAL: Capacity.PRINCIPAL,
    Role.SCHOOL_TEAM: Capacity.TEAM,
    Role.LECTURER: Capacity.TEAM,
    Role.DISTRICT_TEAM_LEAD: Capacity.TEAM,
    Role.DISTRICT_TEAM: Capacity.TEAM,
    Role.DISTRICT_STAFF: Capacity.DISTRICT,
    Role.JUROR: Capacity.JUROR,
    Role.COURT_OFFICER: Capacity.JUSTICE,
    Role.PROSECUTOR: Capacity.JUSTICE,
    Role.POLICE_OFFICER: Capacity.JUSTICE,
    Role.JUSTICE_OFFICER: Capacity.JUSTICE,
    Role.LAW_VICE_PRINCIPAL: Capacity.JUSTICE,
    Role.FEDERATION_OFFICER: Capacity.COMMUNITY,
    Role.COMMUNITY_WORKER: Capacity.COMMUNITY,
    Role.ADMINISTRATOR: Capacity.ADMINISTRATOR,
    Role.AUDIT_ADMINISTRATOR: Capacity.AUDITOR,
}


class Relation(models.TextChoices):
    FATHER = "father", _("father")
    MOTHER = "mother", _("mother")
    GRANDPARENT = "grandparent", _("grandparent")
    SIBLING = "sibling", _("adult sibling")
    OTHER = "other", _("other guardian")


class RestrictionKind(models.TextChoices):
    """The document in force behind a restriction. Without one, two guardians of a child are equal."""

    CUSTODY_CHANGE = "custody_change", _("custody ruling")
    VISITATION_SUSPENDED = "visitation_suspended", _("visitation suspended")
    PROTECTION_ORDER = "protection_order", _("personal safety protection order")
    GUARDIANSHIP_REVOKED = "guardianship_revoked", _("guardianship revoked")


class RestrictionScope(models.TextChoices):
    """What the document takes away: everything, or only where the child is (places, trips, pick-up, photos)."""

    ALL = "all", _("everything about the child")
    WHEREABOUTS = "whereabouts", _("where the child is")


class GuardianshipChangeState(models.TextChoices):
    """How far a document about one guardian has come, from the school's desk into effect."""

    SUBMITTED = "submitted", _("handed in")
    VERIFIED = "verified", _("original seen")
    EFFECTIVE = "effective", _("in effect")
    NOTIFIED = "notified", _("everyone concerned told")
    ARCHIVED = "archived", _("filed")
    REFUSED = "refused", _("not accepted")


class GuardianshipChangeAction(models.TextChoices):
    """The steps of a document about one guardian (see lifecycle.py)."""

    VERIFY = "verify", _("I have seen the original")
    REFUSE = "refuse", _("Not accepted")
    TAKE_EFFECT = "take_effect", _("Put into effect")
    NOTIFY = "notify", _("Everyone concerned is told")
    ARCHIVE = "archive", _("File it")


class GuardianshipStepTaker(models.TextChoices):
    """Who takes the steps of a document about one guardian."""

    LEADERSHIP = "leadership", _("leadership of the child's school")
