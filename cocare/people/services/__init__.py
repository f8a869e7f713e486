"""Everything that changes who is who: each call one transaction, on record, and told to who is connected."""

from .accounts import disable_account, enable_account
from .care import end_care, entrust
from .claims import claim_child, issue_claim_code, withdraw_claim_code
from .enrolments import change_class, enrol, leave_school
from .guardianships import end_guardianship
from .posts import end_post, start_post
from .restrictions import advance_change, lift_restriction, set_restriction, submit_change

__all__ = [
    "advance_change",
    "change_class",
    "claim_child",
    "disable_account",
    "enable_account",
    "end_care",
    "end_guardianship",
    "end_post",
    "enrol",
    "entrust",
    "issue_claim_code",
    "leave_school",
    "lift_restriction",
    "set_restriction",
    "start_post",
    "submit_change",
    "withdraw_claim_code",
]
