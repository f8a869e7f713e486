import pytest

from cocare.channel import sender_cache
from cocare.channel.services import posting
from cocare.core import live
from tests import factories as make


@pytest.fixture(autouse=True)
def _nobody_remembered():
    """What a test learned of who may write where is not the next one's."""
    sender_cache.forget_on_authority_change(person_ids=())


@pytest.fixture
def thread(cast):
    """小满's thread: her mother, her father under restriction, her teachers."""
    return make.child_thread(cast.xiaoman)


@pytest.fixture
def room(cast):
    """The conversation of class 2."""
    return make.class_conversation(cast.class_2)


@pytest.fixture
def frames(monkeypatch):
    """What would go to the listeners, in order."""
    heard = []
    monkeypatch.setattr(live, "_transports", [heard.extend])
    return heard


@pytest.fixture(autouse=True)
def _nobody_is_told(monkeypatch):
    """Telling people outside the page has tests of its own."""
    monkeypatch.setattr(posting, "request_notifying", lambda: None)
