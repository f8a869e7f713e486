"""What every test can ask for: the cast, and a world in which no test sees another's traces."""

import os

import pytest
from django.core.cache import cache as django_cache

# The tests' own thread drives both the database and, under Playwright, an event loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def cast(db):
    """The named cast of tests/cast.py, in the database."""
    from tests.cast import assemble

    return assemble()


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Rate limits and remembered answers of one test are not the next one's."""
    django_cache.clear()
