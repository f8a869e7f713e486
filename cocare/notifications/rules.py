"""Who sees which notice: one's own, in the capacity one acts in, about a child only while one may see the child.

| verb | who sees the notice |
|---|---|
| notification.list, notification.open, notification.mark_read, notification.mark_all_read | own |
| preference.edit, preference.save | signed_in, each person's own rows |
"""

from django.db.models import Exists, OuterRef, Q

from cocare.core.access import NOBODY, Actor, Rule
from cocare.people import rules as people
from cocare.people.models import Pupil


def _own(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOBODY
    return Q(person_id=actor.person_id, capacity__in=("", actor.capacity))


def _about_no_hidden_child(actor: Actor) -> Q:
    seen = Pupil.objects.filter(people.sees_pupil.condition(actor), pk=OuterRef("pupil"))
    return Q(pupil__isnull=True) | Q(Exists(seen))


# on Notification
own = Rule("one's own", _own) & Rule("about no hidden child", _about_no_hidden_child)
