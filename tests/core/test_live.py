from uuid import UUID

import pytest
from django.db import transaction

from cocare.core import live
from cocare.core.errors import NotFound
from cocare.notifications.models import Inbox
from tests import factories as make


@pytest.fixture
def carried(monkeypatch):
    frames = []
    monkeypatch.setattr(live, "_transports", [frames.extend])
    return frames


@pytest.mark.django_db(transaction=True)
def test_a_frame_leaves_after_the_commit_only(carried):
    with transaction.atomic():
        live.publish("conversation:1", "message.posted", {"seq": 1}, version=1)
        assert carried == []
    assert carried == [live.Frame("conversation:1", "message.posted", {"seq": 1}, 1)]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_told(carried):
    with transaction.atomic():
        live.publish("conversation:1", "message.posted")
        transaction.set_rollback(True)
    assert carried == []


@pytest.mark.parametrize("topic", ["", "conversation", f"nothing:{UUID(int=7)}", "inbox:not-an-id"])
def test_what_names_no_topic_is_not_found(topic):
    with pytest.raises(NotFound):
        live.parse_topic(topic)


@pytest.mark.django_db(transaction=True)
def test_a_bump_raises_the_version_and_tells_it_after_the_commit(carried):
    inboxes = [Inbox.objects.create(person=make.person()) for _ in range(2)]
    with transaction.atomic():
        assert live.bump("inbox", inboxes[0], "inbox.changed", {"unread": 1}) == inboxes[0].version == 1
        assert carried == []
    assert carried == [live.Frame(f"inbox:{inboxes[0].pk}", "inbox.changed", {"unread": 1}, 1)]
    keys = [inbox.pk for inbox in inboxes]
    assert live.raise_versions(Inbox, keys) == {keys[0]: 2, keys[1]: 1}
    assert live.raise_versions(Inbox, []) == {}
