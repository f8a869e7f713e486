"""What the demo people have been told of new messages: read last week, waiting since this morning."""

from cocare.notifications.demo import PastNotice, add_past
from cocare.people.demo import DemoDistrict

PAST = (
    PastNotice("message.new", "channel:conversation.list", 6 * 24 + 3),
    PastNotice("message.new", "channel:conversation.list", 2 * 24 + 1),
    PastNotice("message.new", "channel:conversation.list", 5, read=False),
)


def add_past_notices(district: DemoDistrict) -> None:
    """Put them into the inboxes of the demo people."""
    add_past(district, PAST)
