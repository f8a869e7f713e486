"""Short hands for the tests of this room."""

import uuid

from cocare.channel import services
from cocare.channel.services.outgoing import OutgoingMessage
from tests import factories as make


def send(who, conversation, body="您好", capacity=None, **given):
    """Send through the service, as a form would; answers what was Sent."""
    given.setdefault("client_id", uuid.uuid4())
    return services.send_message(actor=make.actor(who, capacity), conversation_id=conversation.pk, body=body, **given)


def item(who, conversation, body="您好", **given) -> OutgoingMessage:
    """An item as the checks leave it, for the batch itself."""
    given.setdefault("client_id", uuid.uuid4())
    return OutgoingMessage(make.actor(who), conversation.pk, body=body, name="某人", **given)
