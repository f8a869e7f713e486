"""All input of the parent school is checked here."""

from .authoring import (
    LESSON_FORMS,
    CourseForm,
    CourseTransitionForm,
    LessonForm,
    QuestionForm,
    ReorderForm,
    VideoUploadForm,
)
from .certificates import CertificateCodeForm, RevocationForm
from .learning import (
    AnswerForm,
    CourseFilterForm,
    FinishReadingForm,
    QuizFilterForm,
    WatchReportForm,
    read_reports,
)

__all__ = [
    "LESSON_FORMS",
    "AnswerForm",
    "CertificateCodeForm",
    "CourseFilterForm",
    "CourseForm",
    "CourseTransitionForm",
    "FinishReadingForm",
    "LessonForm",
    "QuestionForm",
    "QuizFilterForm",
    "ReorderForm",
    "RevocationForm",
    "VideoUploadForm",
    "WatchReportForm",
    "read_reports",
]
