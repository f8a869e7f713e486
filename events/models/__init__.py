from .entry import Author, Entry, EntryFile
from .jury import Panelist, Score, ScoreSheet
from .result import Award, Objection, Proposal
from .showcase import Criterion, Showcase, Track

__all__ = [
    "Author",
    "Award",
    "Criterion",
    "Entry",
    "EntryFile",
    "Objection",
    "Panelist",
    "Proposal",
    "Score",
    "ScoreSheet",
    "Showcase",
    "Track",
]
