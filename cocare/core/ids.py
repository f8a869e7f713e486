"""Identifiers that may appear in a URL or a frame."""

import uuid

import uuid_utils
import uuid_utils.compat


def uuid7() -> uuid.UUID:
    """Return a time-ordered UUID (RFC 9562, version 7): index-friendly like a counter, not guessable by counting."""
    return uuid_utils.compat.uuid7()


def uuid7_text() -> str:
    """Return a time-ordered UUID as text, at a tenth of the cost."""
    return str(uuid_utils.uuid7())
