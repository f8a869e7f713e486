"""Claim codes as text: how they are made, how people may type them, and the digest that is stored of them."""

import hashlib
import secrets
from collections.abc import Callable

# Crockford's base 32: no I, L, O or U, so that a code can be read aloud and copied by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16  # 80 random bits
GROUP = 4
MISREAD = str.maketrans("OIL", "011")


def generate(choice: Callable[[str], str] = secrets.choice) -> str:
    """Return a fresh code, in groups: "K7QM-2XWD-90TR-5HBC"."""
    return _grouped("".join(choice(ALPHABET) for _ in range(LENGTH)))


def _grouped(text: str) -> str:
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def normalise(text: str) -> str:
    """Return what a person typed without spaces and dashes, misread letters put right; "" when it can't be a code."""
    plain = "".join(text.upper().split()).replace("-", "").translate(MISREAD)
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else ""


def digest(text: str) -> str:
    """Return the SHA-256 of a code. Only this is stored: the database does not give the code away."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()
