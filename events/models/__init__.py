from .entry import Author, Entry, EntryFile
from .jury import Mark, Panelist, Sheet
from .result import Award, Objection, Proposal
from .showcase import Dimension, Showcase, Track, TransitionLog

__all__ = [
    "Author",
    "Award",
    "Dimension",
    "Entry",
    "EntryFile",
    "Mark",
    "Objection",
    "Panelist",
    "Proposal",
    "Sheet",
    "Showcase",
    "Track",
    "TransitionLog",
]
