"""All input of the showcases is checked here."""

from .district import CheckForm, JuryForm, ReasonForm, ShowcaseForm, ShowcaseStepForm, TieForm, showcase_initial
from .entries import EntryFilesForm, EntryForm, EntryStepForm, SchoolForm, entry_initial
from .judging import ScoreSheetForm
from .public import CertificateForm, GalleryForm, ObjectionAnswerForm, ObjectionForm

__all__ = [
    "CertificateForm",
    "CheckForm",
    "EntryFilesForm",
    "EntryForm",
    "EntryStepForm",
    "GalleryForm",
    "JuryForm",
    "ObjectionAnswerForm",
    "ObjectionForm",
    "ReasonForm",
    "SchoolForm",
    "ScoreSheetForm",
    "ShowcaseForm",
    "ShowcaseStepForm",
    "TieForm",
    "entry_initial",
    "showcase_initial",
]
