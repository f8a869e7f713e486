"""The mark of an opened lesson page: when the server gave it out, for whom and which lesson. Signed, nothing stored.

Time is the server's: a page can't say that it was opened earlier than it was. Looking at a page writes nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing

from cocare.core import clock
from cocare.core.access import Actor
from cocare.core.ids import uuid7

from .errors import PageTooOld
from .models import Lesson

SALT = "parents_school.sitting"
LONGEST = timedelta(days=30)  # as long as a phone may wait for a line before it reports


@dataclass(frozen=True, slots=True)
class PageToken:
    id: UUID
    at: datetime


def issue(actor: Actor, lesson: Lesson) -> str:
    """The mark for a page that is being opened now."""
    facts = [str(uuid7()), str(lesson.pk), str(actor.person_id), int(clock.now().timestamp() * 1000)]
    return signing.dumps(facts, salt=SALT)


def read(mark: str, actor: Actor, lesson: Lesson) -> PageToken:
    """When that page was opened. Raises PageTooOld for a mark that is not ours, not this person's or lesson's."""
    try:
        key, lesson_id, person_id, at = signing.loads(mark, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise PageTooOld from None
    opened = datetime.fromtimestamp(at / 1000, UTC)
    if (lesson_id, person_id) != (str(lesson.pk), str(actor.person_id)) or clock.now() - opened > LONGEST:
        raise PageTooOld
    return PageToken(UUID(key), opened)
