"""Starting a conversation of two people."""

from uuid import UUID

from django.db import IntegrityError, transaction

from cocare.core import audit
from cocare.core.access import Actor, visible
from cocare.people.models import Person

from .. import rules
from ..errors import NotReachable
from ..kinds import DIRECT
from ..models import Conversation, Participant


@transaction.atomic
def start_direct(*, actor: Actor, person_id: UUID, capacity: str) -> Conversation:
    """Return the conversation of the actor with another person in a capacity, made when there is none yet.

    Raise NotReachable for whoever the table in rules.py does not allow.
    """
    rule = rules.REACHES.get(capacity)
    other = visible(Person, actor, rule).filter(pk=person_id).first() if rule else None
    if other is None:
        raise NotReachable
    both = [
        Participant(person_id=person, capacity=str(held))
        for person, held in ((actor.acting_person_id, actor.capacity), (other.pk, capacity))
    ]
    columns = DIRECT.columns(both)
    try:
        with transaction.atomic():
            conversation = Conversation.objects.create(kind=DIRECT.value, **columns)
            for participant in both:
                participant.conversation = conversation
            Participant.objects.bulk_create(both)
    except IntegrityError:
        return Conversation.objects.get(kind=DIRECT.value, **columns)
    audit.record(actor, "conversation.start", conversation)
    return conversation
