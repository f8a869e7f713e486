"""The token of an opened lesson page: when the server issued it, for whom and for which lesson. Signed, nothing stored.

Time is the server's: a page can't say that it was opened earlier than it was. Looking at a page writes nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing

from cocare.core import clock
from cocare.core.access import Actor
from cocare.core.ids import uuid7

from .errors import PageTokenRefused
from .models import Lesson

SALT = "parents_school.page_token"
LONGEST = timedelta(days=30)  # as long as a phone may wait for a line before it reports


@dataclass(frozen=True, slots=True)
class PageToken:
    """An opened page, and when it was opened."""

    id: UUID
    opened_at: datetime


def issue(actor: Actor, lesson: Lesson) -> str:
    """Return the signed token for a page that is being opened now."""
    facts = [str(uuid7()), str(lesson.pk), str(actor.person_id), int(clock.now().timestamp() * 1000)]
    return signing.dumps(facts, salt=SALT)


def read(signed: str, actor: Actor, lesson: Lesson) -> PageToken:
    """Return the token that a page sends back.

    Raise PageTokenRefused when it is forged, another person's or lesson's, or older than LONGEST.
    """
    try:
        page_id, lesson_id, person_id, milliseconds = signing.loads(signed, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise PageTokenRefused from None
    opened_at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    is_for_another = (lesson_id, person_id) != (str(lesson.pk), str(actor.person_id))
    if is_for_another or clock.now() - opened_at > LONGEST:
        raise PageTokenRefused
    return PageToken(UUID(page_id), opened_at)
