import pytest

from cocare.notifications.sms.gateways.console import outbox

from . import kinds  # noqa: F401  # registers them


@pytest.fixture(autouse=True)
def texts():
    """The texts that the console gateway was given."""
    outbox.clear()
    return outbox
