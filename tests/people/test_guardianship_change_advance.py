"""A document about a guardian goes its way step by step."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from cocare.core.lifecycle import records_of
from cocare.people import queries
from cocare.people.enums import (
    Capacity,
    GuardianshipChangeAction,
    GuardianshipChangeState,
)
from cocare.people.models import GuardianshipChange
from tests import factories as make

from .posting import submit_document

pytestmark = pytest.mark.django_db


def advance(cast, action, **given):
    url = reverse("people:guardianship_change.advance", args=[GuardianshipChange.objects.get().pk])
    return make.client(cast.principal).post(url, {"action": action, **given})


def test_a_document_takes_effect_only_after_its_original_was_seen(cast, heard):
    assert submit_document(cast, cast.he_miao).status_code == 303
    advance(cast, GuardianshipChangeAction.TAKE_EFFECT)
    assert GuardianshipChange.objects.get().state == GuardianshipChangeState.SUBMITTED
    assert queries.pupils(make.actor(cast.he_miao)).exists()
    advance(cast, GuardianshipChangeAction.VERIFY)
    advance(cast, GuardianshipChangeAction.TAKE_EFFECT)
    assert not queries.pupils(make.actor(cast.he_miao)).exists()
    assert not queries.pupils(make.actor(cast.wang_xiuzhen, Capacity.CAREGIVER)).exists()
    assert set(heard["authority"]) == {cast.he_miao.pk, cast.wang_xiuzhen.pk}
    for action in (GuardianshipChangeAction.NOTIFY, GuardianshipChangeAction.ARCHIVE):
        advance(cast, action)
    change = GuardianshipChange.objects.get()
    assert change.state == GuardianshipChangeState.ARCHIVED
    assert change.restriction.verified_by == cast.principal


def test_a_step_that_is_none_is_refused(cast):
    submit_document(cast, cast.he_miao)
    for action in ("explode", ""):
        answer = advance(cast, action)
        assert answer.status_code == 303
        assert [message.level_tag for message in get_messages(answer.wsgi_request)] == ["error"]
    assert GuardianshipChange.objects.get().state == GuardianshipChangeState.SUBMITTED


def test_who_does_not_accept_a_document_says_why(cast):
    submit_document(cast, cast.he_miao)
    for reason in ("", "   "):
        advance(cast, GuardianshipChangeAction.REFUSE, reason=reason)
        assert GuardianshipChange.objects.get().state == GuardianshipChangeState.SUBMITTED
    advance(cast, GuardianshipChangeAction.REFUSE, reason="原件与复印件不符")
    change = GuardianshipChange.objects.get()
    assert change.state == GuardianshipChangeState.REFUSED
    record = records_of(change).get()
    assert (record.person_id, record.reason) == (cast.principal.pk, "原件与复印件不符")


def test_nobody_takes_a_step_in_a_matter_of_the_own_family(cast):
    submit_document(cast, cast.he_miao)
    make.guardian(cast.yuze, who=cast.principal)
    advance(cast, GuardianshipChangeAction.VERIFY)
    assert GuardianshipChange.objects.get().state == GuardianshipChangeState.SUBMITTED


def test_the_page_has_the_buttons_of_the_table(cast):
    submit_document(cast, cast.he_miao)
    page = make.client(cast.principal).get(reverse("people:pupil.show", args=[cast.yuze.pk]))
    ((_change, transitions),) = page.context["changes"]
    assert [transition.action for transition in transitions] == [
        GuardianshipChangeAction.VERIFY,
        GuardianshipChangeAction.REFUSE,
    ]
    assert page.content.decode().count('name="reason"') == 1
