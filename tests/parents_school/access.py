"""Who may do what in the parent school: everybody signed in learns, teams and district write and review."""

from parents_school.enums import CourseState
from parents_school.models import Certificate
from tests.access import ALL, WALKERS, FileRow, Row
from tests.cast import Cast

from . import building

WRITERS = "team_member team_lead district_staff"
EVERYBODY_ELSE = " ".join(set(WALKERS) - {"lin_lan"})


def published(cast: Cast):
    return building.full_course()


def draft(cast: Cast):
    """A course that team_member is still writing."""
    return building.full_course(author=cast.team_member, state=CourseState.AUTHORING)


def handed_in(cast: Cast):
    return building.full_course(author=cast.team_member, state=CourseState.FIRST_REVIEW)


def learned_draft(cast: Cast):
    """A course in revision that a family has learned with: nothing can be taken out of it, by anyone."""
    course = building.full_course(author=cast.team_member, state=CourseState.REVISING)
    building.answered(course, cast.lin_lan)
    return course


def empty_before_approval(cast: Cast):
    """A course that is not ready to be published, so that it stays where it is whoever tries."""
    return building.course(author=cast.team_member, state=CourseState.FINAL_APPROVAL)


def learned_by_lin_lan(cast: Cast):
    course = building.full_course()
    building.joined(course, cast.lin_lan)
    return course


def lesson(kind: str, course=learned_by_lin_lan):
    return lambda cast: {"pk": course(cast).lessons.get(kind=kind).pk}


def question(cast: Cast, course=draft):
    return {"pk": course(cast).lessons.get(kind="quiz").questions.first().pk}


def of(course):
    return lambda cast: {"pk": course(cast).pk}


def certificate(cast: Cast) -> Certificate:
    return building.certificate(cast.lin_lan)


def film_of(course):
    return course.lessons.get(kind="video").sources.get().file_id


TABLE = [
    Row("parents_school:course.list", may=ALL),
    Row("parents_school:course.show", may=ALL, url=of(published)),
    Row("parents_school:course.show", may="team_member district_staff", url=of(draft)),
    Row("parents_school:course.show", may=WRITERS, url=of(handed_in)),
    Row("parents_school:course.join", may=ALL, method="POST", url=of(published)),
    Row("parents_school:course.join", sees="team_member district_staff", method="POST", url=of(draft)),
    Row("parents_school:learning.list", may=ALL),
    Row("parents_school:lesson.show", may=ALL, url=lesson("video", published)),
    Row("parents_school:lesson.show", may="team_member district_staff", url=lesson("text", draft)),
    Row("parents_school:lesson.show", may=WRITERS, url=lesson("quiz", handed_in)),
    Row("parents_school:lesson.captions", may=ALL, url=lesson("video", published)),
    Row("parents_school:lesson.captions", may="team_member district_staff", url=lesson("video", draft)),
    Row("parents_school:lesson.finish", may="lin_lan", sees=EVERYBODY_ELSE, method="POST", url=lesson("text")),
    Row("parents_school:lesson.answer", may="lin_lan", sees=EVERYBODY_ELSE, method="POST", url=lesson("quiz")),
    Row("parents_school:lesson.report", may="lin_lan", sees=EVERYBODY_ELSE, method="POST", url=lesson("video")),
    Row("parents_school:certificate.list", may=ALL),
    Row("parents_school:certificate.show", may="lin_lan", url=lambda cast: {"pk": certificate(cast).pk}),
    Row("parents_school:certificate.download", may="lin_lan", url=lambda cast: {"pk": certificate(cast).pk}),
    Row("parents_school:certificate.revoke", may="district_staff", url=lambda cast: {"pk": certificate(cast).pk}),
    Row(
        "parents_school:certificate.revoke",
        may="district_staff",
        method="POST",
        url=lambda cast: {"pk": certificate(cast).pk},
    ),
    Row("parents_school:verification.find", may=ALL, public=True),
    Row("parents_school:verification.show", may=ALL, public=True, url=lambda cast: {"code": certificate(cast).code}),
    Row("parents_school:authoring.list", may=WRITERS),
    Row("parents_school:course.create", may=WRITERS),
    Row("parents_school:course.create", may=WRITERS, method="POST"),
    Row("parents_school:authoring.show", may="team_member district_staff", url=of(draft)),
    Row("parents_school:authoring.show", may=WRITERS, url=of(handed_in)),
    Row("parents_school:course.edit", may="team_member", sees="district_staff", url=of(draft)),
    Row("parents_school:course.edit", sees=WRITERS, method="POST", url=of(handed_in)),
    Row(
        "parents_school:course.transition",
        may="district_staff",
        sees="team_member team_lead",
        method="POST",
        url=of(empty_before_approval),
        data=lambda cast: {"action": "publish"},
    ),
    Row(
        "parents_school:lesson.create",
        may="team_member",
        sees="district_staff",
        url=lambda cast: {"pk": draft(cast).pk, "kind": "text"},
    ),
    Row(
        "parents_school:lesson.create",
        may="team_member",
        sees="district_staff",
        method="POST",
        url=lambda cast: {"pk": draft(cast).pk, "kind": "quiz"},
    ),
    Row("parents_school:lesson.edit", may="team_member", sees="district_staff", url=lesson("text", draft)),
    Row("parents_school:lesson.edit", sees=WRITERS, method="POST", url=lesson("text", handed_in)),
    Row(
        "parents_school:video.upload",
        may="team_member",
        sees="district_staff",
        method="POST",
        url=lesson("video", draft),
    ),
    Row(
        "parents_school:lesson.move",
        may="team_member",
        sees="district_staff",
        method="POST",
        url=lesson("video", draft),
        data=lambda cast: {"by": "-1"},
    ),
    Row(
        "parents_school:lesson.remove",
        may="team_member",
        sees="district_staff",
        method="POST",
        url=lesson("quiz", learned_draft),
    ),
    Row("parents_school:question.create", may="team_member", sees="district_staff", url=lesson("quiz", draft)),
    Row("parents_school:question.create", sees=WRITERS, method="POST", url=lesson("quiz", handed_in)),
    Row("parents_school:question.edit", may="team_member", sees="district_staff", url=question),
    Row("parents_school:question.edit", may="team_member", sees="district_staff", method="POST", url=question),
    Row(
        "parents_school:question.remove",
        may="team_member",
        sees="district_staff",
        method="POST",
        url=lambda cast: question(cast, learned_draft),
    ),
]

FILES = [
    FileRow("lesson", may="team_member district_staff", file=lambda cast: film_of(draft(cast))),
]
