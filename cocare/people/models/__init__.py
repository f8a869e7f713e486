from .account import Account, AccountManager
from .family import CareArrangement, ClaimCode, CustodyRestriction, Guardianship, GuardianshipChange
from .organisation import District, Organisation, SchoolClass
from .person import Person
from .post import Post
from .pupil import Enrolment, Pupil

__all__ = [
    "Account",
    "AccountManager",
    "CareArrangement",
    "ClaimCode",
    "CustodyRestriction",
    "District",
    "Enrolment",
    "Guardianship",
    "GuardianshipChange",
    "Organisation",
    "Person",
    "Post",
    "Pupil",
    "SchoolClass",
]
