"""The number on a certificate: hard to guess, easy to read out, and it knows when it was mistyped."""

import secrets
from collections.abc import Callable

# 31 characters, a prime, none of them easily taken for another (no 0, 1, I, O, U). 11 of them are 54 random bits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
BASE = len(ALPHABET)
RANDOM_LENGTH = 11
GROUP = 4


def check_character(body: str) -> str:
    """Return the last character of a number.

    Over a prime, with a weight of its own for each position, every single wrong character and every swap of two is
    caught.
    """
    return ALPHABET[sum((position + 2) * ALPHABET.index(char) for position, char in enumerate(body)) % BASE]


def new_code(pick: Callable[[str], str] = secrets.choice) -> str:
    """Return a new number. `pick` chooses a character; only the demo's seeding may choose otherwise than by secrets."""
    body = "".join(pick(ALPHABET) for _ in range(RANDOM_LENGTH))
    return _grouped(body + check_character(body))


def normalise_code(text: str) -> str | None:
    """Return what a person typed in the form in which it is stored; None when it can't be a number of ours."""
    plain = "".join(char for char in text.upper() if char.isalnum())
    if len(plain) != RANDOM_LENGTH + 1 or any(char not in ALPHABET for char in plain):
        return None
    return _grouped(plain) if check_character(plain[:-1]) == plain[-1] else None


def _grouped(plain: str) -> str:
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))
