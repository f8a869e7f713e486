"""Everything that changes who is who: each call one transaction, on record, and told to who is connected."""

from .accounts import disable_account, enable_account
from .claims import claim_child, issue_claim_code, withdraw_claim_code
from .enrolments import change_class, enrol, leave_school
from .entrusted_care import end_entrusted_care, entrust_care
from .guardianship_changes import advance_guardianship_change, submit_guardianship_change
from .guardianships import end_guardianship
from .posts import end_post, start_post
from .restrictions import lift_restriction, set_restriction

__all__ = [
    "advance_guardianship_change",
    "change_class",
    "claim_child",
    "disable_account",
    "enable_account",
    "end_entrusted_care",
    "end_guardianship",
    "end_post",
    "enrol",
    "entrust_care",
    "issue_claim_code",
    "leave_school",
    "lift_restriction",
    "set_restriction",
    "start_post",
    "submit_guardianship_change",
    "withdraw_claim_code",
]
