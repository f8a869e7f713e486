import pytest


@pytest.fixture
def english(settings):
    """Sentences are looked for in English."""
    settings.LANGUAGE_CODE = "en"
