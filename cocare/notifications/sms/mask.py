def masked(phone: str) -> str:
    """A phone number as it may stand in a log: "+86199****0001"."""
    if len(phone) < 8:  # too short to show anything of it
        return "*" * len(phone)
    return f"{phone[:-8]}****{phone[-4:]}"
