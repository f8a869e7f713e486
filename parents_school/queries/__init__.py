"""Reads of the parent school. Each starts at a rule."""

from .authoring import course_history, courses_worked_on, lessons_with_content, may_edit_course, questions_with_content
from .certificates import certificate_by_code, certificate_of_course, may_revoke, own_certificates
from .contributions import search, today
from .courses import learned_courses, published_courses
from .lessons import lesson_progress, lessons, video_sources
from .outlines import CourseOutline, OutlineLesson, course_outline
from .quizzes import QuizQuestion, quiz_questions

__all__ = [
    "CourseOutline",
    "OutlineLesson",
    "QuizQuestion",
    "certificate_by_code",
    "certificate_of_course",
    "course_history",
    "course_outline",
    "courses_worked_on",
    "learned_courses",
    "lesson_progress",
    "lessons",
    "lessons_with_content",
    "may_edit_course",
    "may_revoke",
    "own_certificates",
    "published_courses",
    "questions_with_content",
    "quiz_questions",
    "search",
    "today",
    "video_sources",
]
