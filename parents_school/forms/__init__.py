"""All input of the parent school is checked here."""

from .authoring import (
    LESSON_FORMS,
    CourseForm,
    CourseTransitionForm,
    LessonForm,
    LessonMoveForm,
    QuestionForm,
    VideoUploadForm,
)
from .certificates import CertificateCodeForm, CertificateRevocationForm
from .learning import (
    AnswerForm,
    CourseFilterForm,
    FinishReadingForm,
    QuizFilterForm,
    WatchReportForm,
    parse_watch_reports,
)

__all__ = [
    "LESSON_FORMS",
    "AnswerForm",
    "CertificateCodeForm",
    "CertificateRevocationForm",
    "CourseFilterForm",
    "CourseForm",
    "CourseTransitionForm",
    "FinishReadingForm",
    "LessonForm",
    "LessonMoveForm",
    "QuestionForm",
    "QuizFilterForm",
    "VideoUploadForm",
    "WatchReportForm",
    "parse_watch_reports",
]
