"""What is taken, what is refused, and what becomes of it."""

import io

import pytest
from PIL import Image

from cocare.core import audit  # noqa: F401
from cocare.core.models import AuditEvent
from cocare.files import errors, limits, rules, services, storage
from cocare.files.models import File
from tests import factories as make

from . import samples

pytestmark = pytest.mark.django_db


def keep(actor, content: bytes, name: str, purpose: str = "test") -> File:
    return services.keep(actor=actor, upload=samples.upload(content, name), purpose=purpose)


def stored(file: File) -> bytes:
    with storage.get(file.key) as content:
        return content.read()


@pytest.mark.parametrize(
    ("form", "mime"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("AVIF", "image/jpeg"),
        ("HEIF", "image/jpeg"),
        ("GIF", "image/png"),
    ],
)
def test_pictures_are_taken_and_written_anew(actor, form, mime):
    given = samples.picture(form)
    file = keep(actor, given, f"photo.{form.lower()}")
    assert (file.kind, file.mime, file.width, file.height) == ("picture", mime, 640, 480)
    assert stored(file) != given
    assert Image.open(io.BytesIO(stored(file))).size == (640, 480)
    assert file.thumbnails == [320]
    assert AuditEvent.objects.filter(verb="file.keep", subject_id=file.pk).exists()
