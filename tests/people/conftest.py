import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cocare.core import signals
from tests import factories as make

from .posting import PHONE_OF_NEWCOMER


@pytest.fixture
def count_queries():
    """How many queries a page takes for a browser that has been there before."""

    def count(browser, url):
        browser.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(url).status_code == 200
        return len(seen)

    return count


@pytest.fixture
def heard():
    """Who was told that their authority changed, and whose sessions ended."""
    told, ended = [], []

    def authority(person_ids):
        told.extend(person_ids)

    def session(account_id, session_key):
        ended.append((account_id, session_key))

    signals.subscribe("authority.changed", authority)
    signals.subscribe("session.ended", session)
    yield {"authority": told, "sessions": ended}
    signals._handlers["authority.changed"].remove(authority)
    signals._handlers["session.ended"].remove(session)


@pytest.fixture
def admin(cast):
    """The administrator's browser."""
    return make.client(cast.administrator)


@pytest.fixture
def newcomer(cast):
    """Somebody with an account and without any post."""
    person = make.person("新老师")
    make.account(person, f"+86{PHONE_OF_NEWCOMER}")
    return person
