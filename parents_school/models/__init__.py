from .course import Choice, Course, CourseMove, Lesson, Question, VideoSource
from .learning import Answer, Certificate, Learner, LessonProgress, WatchSession

__all__ = [
    "Answer",
    "Certificate",
    "Choice",
    "Course",
    "CourseMove",
    "Learner",
    "Lesson",
    "LessonProgress",
    "Question",
    "Sitting",
    "VideoSource",
]
