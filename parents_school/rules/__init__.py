"""Who may see and do what in the parent school: for each model a table verb → (see, act).

Everybody signed in may learn: courses are not about a child, so a document that takes a child's pages away takes
nothing here. What a person has learned is seen by that person only.

    course = load(Course, request.actor, pk, **rules.COURSE["edit"])
"""

from cocare.core.access import Access

from .predicates import (
    WRITERS,
    any_certificate,
    decides_course,
    edits_course,
    edits_lesson,
    edits_question,
    is_author,
    is_learner,
    is_own,
    is_published,
    learns_lesson,
    reviews_course,
    sees_choice,
    sees_course,
    sees_lesson,
    sees_question,
    sees_video,
    works_on_course,
    works_on_lesson,
    works_on_question,
)

COURSE = {
    "show": Access(see=sees_course),
    "join": Access(see=sees_course, act=is_published),
    "author": Access(see=works_on_course),
    "edit": Access(see=works_on_course, act=edits_course),
}
LESSON = {
    "show": Access(see=sees_lesson),
    "learn": Access(see=sees_lesson, act=learns_lesson),
    "edit": Access(see=works_on_lesson, act=edits_lesson),
}
QUESTION = {
    "answer": Access(see=sees_question),
    "edit": Access(see=works_on_question, act=edits_question),
}
CHOICE = {
    "answer": Access(see=sees_choice),
}
CERTIFICATE = {
    "show": Access(see=is_own),
    "revoke": Access(see=any_certificate),
}

__all__ = [
    "CERTIFICATE",
    "CHOICE",
    "COURSE",
    "LESSON",
    "QUESTION",
    "WRITERS",
    "any_certificate",
    "decides_course",
    "edits_course",
    "is_author",
    "is_learner",
    "is_own",
    "is_published",
    "reviews_course",
    "sees_course",
    "sees_lesson",
    "sees_video",
    "works_on_course",
]
