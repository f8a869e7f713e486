import pytest
from django.db import IntegrityError, transaction

from cocare.core import audit
from cocare.core.models import AuditEvent
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_deed_is_on_record_with_who_and_in_which_capacity(cast):
    audit.record(make.actor(cast.zhou_jing), "pupil.open", cast.xiaoman, reason="call")
    row = AuditEvent.objects.get()
    assert (row.person_id, row.capacity, row.subject_id) == (cast.zhou_jing.pk, "teacher", cast.xiaoman.pk)
    assert (row.verb, row.subject_type, row.facts) == ("pupil.open", "people.pupil", {"reason": "call"})


@pytest.mark.parametrize("change", [lambda rows: rows.update(verb="other"), lambda rows: rows.delete()])
def test_the_trail_cannot_be_changed(cast, change):
    audit.record(make.actor(cast.zhou_jing), "pupil.open", cast.xiaoman)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(AuditEvent.objects.all())
    assert AuditEvent.objects.get().verb == "pupil.open"
