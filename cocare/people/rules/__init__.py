"""Who may see and do what with people: for each model a table of the app's addresses → (see, act).

    pupil = load(Pupil, request.actor, pk, **rules.PUPIL["pupil.show"])

The predicates that the tables are made of, and that the other apps build on, are in predicates.py.
"""

from cocare.core.access import Access

from .predicates import (
    administers,
    audits,
    caregiver_of,
    ends_guardianship,
    ends_post,
    entrusts,
    family_in_class,
    family_of,
    guardian_of,
    guardianships_of,
    head_of_class,
    head_teacher_of,
    in_own_school,
    issues_claim_code,
    issues_codes_in,
    leader_of_school_of,
    leads_class,
    leads_organisation,
    leads_school_of_guardianship,
    manages_posts_at,
    newly_claimed,
    no_full_restriction,
    of_pupil,
    of_school_kind,
    sees_class,
    sees_organisations,
    sees_post,
    sees_pupil,
    staff_of_class,
    staff_of_pupil,
    teacher_of,
    teaches_class,
)

PUPIL = {
    "pupil.show": Access(see=staff_of_pupil),
    "child.show": Access(see=family_of),
    "entrusted_care.create": Access(see=family_of, act=entrusts),
    "claim_code.issue": Access(see=staff_of_pupil, act=issues_claim_code),
    "enrolment.change": Access(see=staff_of_pupil, act=leader_of_school_of),
    "enrolment.end": Access(see=staff_of_pupil, act=leader_of_school_of),
}
SCHOOL_CLASS = {
    "class.show": Access(see=sees_class),
}
CLAIM_CODE = {
    "claim_code.withdraw": Access(see=of_pupil(staff_of_pupil), act=of_pupil(issues_claim_code)),
}
CARE_ARRANGEMENT = {
    "entrusted_care.end": Access(see=of_pupil(family_of), act=of_pupil(entrusts)),
}
GUARDIANSHIP = {
    "guardianship.end": Access(see=of_pupil(staff_of_pupil), act=ends_guardianship),
    "guardianship_change.create": Access(see=of_pupil(staff_of_pupil), act=of_pupil(leader_of_school_of)),
}
GUARDIANSHIP_CHANGE = {
    "guardianship_change.advance": Access(see=leads_school_of_guardianship),
}
CUSTODY_RESTRICTION = {
    "restriction.lift": Access(see=leads_school_of_guardianship),
}
ORGANISATION = {
    "post.create": Access(see=manages_posts_at),
}
POST = {
    "post.end": Access(see=sees_post, act=ends_post),
}
PERSON = {
    "person.show": Access(see=administers),
}
ACCOUNT = {
    "account.disable": Access(see=administers),
    "account.enable": Access(see=administers),
}

__all__ = [
    "ACCOUNT",
    "CARE_ARRANGEMENT",
    "CLAIM_CODE",
    "CUSTODY_RESTRICTION",
    "GUARDIANSHIP",
    "GUARDIANSHIP_CHANGE",
    "ORGANISATION",
    "PERSON",
    "POST",
    "PUPIL",
    "SCHOOL_CLASS",
    "administers",
    "audits",
    "caregiver_of",
    "ends_guardianship",
    "ends_post",
    "entrusts",
    "family_in_class",
    "family_of",
    "guardian_of",
    "guardianships_of",
    "head_of_class",
    "head_teacher_of",
    "in_own_school",
    "issues_claim_code",
    "issues_codes_in",
    "leader_of_school_of",
    "leads_class",
    "leads_organisation",
    "leads_school_of_guardianship",
    "manages_posts_at",
    "newly_claimed",
    "no_full_restriction",
    "of_pupil",
    "of_school_kind",
    "sees_class",
    "sees_organisations",
    "sees_post",
    "sees_pupil",
    "staff_of_class",
    "staff_of_pupil",
    "teacher_of",
    "teaches_class",
]
