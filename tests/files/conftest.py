import pytest

from tests import factories as make

from . import purposes  # noqa: F401  # registers them


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Contents of one test are not the next one's."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    settings.FILES_PARTS = tmp_path / "parts"


@pytest.fixture
def actor(cast):
    return make.actor(cast.lin_lan)
