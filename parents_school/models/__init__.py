from .course import Choice, Course, Lesson, Question, VideoSource
from .learning import Answer, Certificate, Learner, LessonProgress, WatchSession

__all__ = [
    "Answer",
    "Certificate",
    "Choice",
    "Course",
    "Learner",
    "Lesson",
    "LessonProgress",
    "Question",
    "VideoSource",
    "WatchSession",
]
