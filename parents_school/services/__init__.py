"""Writes of the parent school."""

from .authoring import (
    add_lesson,
    add_question,
    edit_course,
    edit_lesson,
    edit_question,
    move_lesson,
    propose_course,
    remove_lesson,
    remove_question,
)
from .certificates import issue_certificate, revoke_certificate
from .course_steps import take_course_step
from .learning import answer_question, finish_reading, join_course
from .videos import attach_video
from .watching import record_watching

__all__ = [
    "add_lesson",
    "add_question",
    "answer_question",
    "attach_video",
    "edit_course",
    "edit_lesson",
    "edit_question",
    "finish_reading",
    "issue_certificate",
    "join_course",
    "move_lesson",
    "propose_course",
    "record_watching",
    "remove_lesson",
    "remove_question",
    "revoke_certificate",
    "take_course_step",
]
