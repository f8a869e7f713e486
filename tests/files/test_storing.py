"""What is taken, what is refused, and what becomes of it."""

import io
import warnings
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from cocare.core.models import AuditEvent
from cocare.files import errors, media_anonymising, pictures, services, size_limits, storage
from cocare.files.models import File
from tests import factories as make

from . import samples

pytestmark = pytest.mark.django_db
PHONE_NOTE = b"<script>alert('behind the picture')</script>"


def keep(actor, content: bytes, name: str, purpose: str = "test") -> File:
    return services.store_upload(actor=actor, upload=samples.upload(content, name), purpose=purpose)


def stored(file: File) -> bytes:
    with storage.open_content(file.key) as content:
        return content.read()


def everything_stored(settings) -> list[Path]:
    return [path for path in Path(settings.STORAGES["default"]["OPTIONS"]["location"]).rglob("*") if path.is_file()]


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
def test_pictures_are_written_anew(actor, form, mime):
    file = keep(actor, samples.picture(form) + PHONE_NOTE, f"photo.{form.lower()}")
    assert (file.kind, file.mime, file.width, file.height) == ("picture", mime, 640, 480)
    assert PHONE_NOTE not in stored(file)
    assert Image.open(io.BytesIO(stored(file))).size == (640, 480)
    assert file.thumbnails == [320]
    assert AuditEvent.objects.filter(verb="file.keep", subject_id=file.pk).exists()


def test_place_and_camera_stay_behind_and_the_picture_stands_upright(actor):
    given = samples.picture_with_place()
    assert b"Geheime Kamera" in given
    file = keep(actor, given, "IMG_0001.JPG")
    content = stored(file)
    assert b"Geheime" not in content
    assert b"Exif" not in content
    assert (file.width, file.height) == (200, 400)


def test_an_animation_stays_one_without_its_comment(actor):
    file = keep(actor, samples.animation(), "wave.gif")
    assert file.mime == "image/gif"
    assert b"taken at home" not in stored(file)
    assert Image.open(io.BytesIO(stored(file))).n_frames == 3


def test_transparency_stays(actor):
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (200, 0, 0, 100)).save(out, "PNG")
    file = keep(actor, out.getvalue(), "logo.png")
    assert Image.open(io.BytesIO(stored(file))).mode == "RGBA"


def test_a_very_long_picture_is_made_smaller(actor):
    file = keep(actor, samples.picture(size=(5000, 200)), "wide.jpg")
    assert max(file.width, file.height) == size_limits.LONGEST_SIDE


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_office_documents(actor, kind):
    content = samples.office(kind)
    file = keep(actor, content, f"计划.{kind}")
    assert (file.kind, file.name, stored(file)) == ("document", f"计划.{kind}", content)


def test_pdf(actor):
    assert keep(actor, samples.pdf(), "notice.pdf").mime == "application/pdf"


@pytest.mark.parametrize(
    ("extension", "mime", "video", "extra"),
    [
        ("mp4", "video/mp4", True, ("-c:v", "libx264", "-pix_fmt", "yuv420p")),
        ("mov", "video/mp4", True, ("-c:v", "libx264", "-pix_fmt", "yuv420p")),
        ("webm", "video/webm", True, ("-c:v", "libvpx", "-c:a", "libopus")),
        ("m4a", "audio/mp4", False, ()),
        ("mp3", "audio/mpeg", False, ()),
    ],
)
def test_sound_and_video_lose_their_notes(actor, extension, mime, video, extra):
    given = samples.media(extension, video=video, extra=extra)
    assert b"Geheim" in given
    file = keep(actor, given, f"clip.{extension}")
    assert (file.mime, file.kind) == (mime, "video" if video else "audio")
    assert b"Geheim" not in stored(file)
    assert b"+29.29" not in stored(file)


def test_a_cut_off_video_is_damaged(actor):
    given = samples.media("mp4", extra=("-c:v", "libx264", "-pix_fmt", "yuv420p"))
    with pytest.raises(errors.DamagedFile):
        keep(actor, given[:600], "clip.mp4")


REFUSED = [
    ("a renamed program", b"MZ\x90\x00\x03" + b"\0" * 500, "holiday.jpg", errors.UnknownFormat),
    ("a renamed Linux program", b"\x7fELF\x02\x01\x01" + b"\0" * 500, "plan.pdf", errors.UnknownFormat),
    ("HTML as a picture", b"<!doctype html><script>alert(1)</script>", "a.png", errors.UnknownFormat),
    ("HTML", b"<html><body>hello</body></html>", "a.html", errors.UnknownFormat),
    ("SVG", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg", errors.UnknownFormat),
    ("text", b"just words", "notes.txt", errors.UnknownFormat),
    ("nothing", b"", "empty.jpg", errors.EmptyFile),
    ("half a picture", samples.picture()[:300], "half.jpg", errors.DamagedFile),
    ("a picture's first bytes", b"\xff\xd8\xff\xe0" + b"\0" * 300, "x.jpg", errors.DamagedFile),
    (
        "a plain archive",
        samples.office(types="text/plain").replace(b"word/document.xml", b"word/documemt.xml"),
        "a.docx",
        errors.UnknownFormat,
    ),
    (
        "macros by content type",
        samples.office(types="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "a.docx",
        errors.HasMacros,
    ),
    ("macros inside", samples.office(extra={"word/vbaProject.bin": b"x"}), "a.docx", errors.HasMacros),
    ("an old Word file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "a.doc", errors.UnknownFormat),
    (
        "a document with a password",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900 + "EncryptedPackage".encode("utf-16-le"),
        "a.docx",
        errors.PasswordProtected,
    ),
    ("a way out of the archive", samples.office(extra={"../../etc/passwd": b"x"}), "a.docx", errors.DamagedFile),
]


@pytest.mark.parametrize(("content", "name", "why"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_refused(actor, settings, content, name, why):
    with pytest.raises(why) as refusal:
        keep(actor, content, name)
    assert str(refusal.value.text)
    assert not File.objects.exists()
    assert everything_stored(settings) == []


def test_a_picture_bomb_is_refused_before_it_is_decoded(actor, monkeypatch):
    """400 million pixels, 200 MB even at four bits each, in 50 kB."""
    bomb = samples.png_bomb(20000)
    assert len(bomb) < 200_000
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was decoded"))
    with pytest.raises(errors.TooManyPixels):
        keep(actor, bomb, "bomb.png")


def test_pixels_between_the_warning_and_the_error_are_refused_too(actor, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100 * 100)
    monkeypatch.setattr(size_limits, "PIXELS", 10**9)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as a running server has it
        with pytest.raises(errors.TooManyPixels):
            pictures.rewrite_picture(io.BytesIO(samples.picture(size=(120, 120))))


def test_our_own_limit_is_below_the_decoders(actor):
    with pytest.raises(errors.TooManyPixels):
        keep(actor, samples.png_bomb(8000), "large.png")


def test_an_archive_that_unpacks_to_too_much(actor):
    bomb = samples.zip_bomb()
    assert len(bomb) < 1_000_000
    with pytest.raises(errors.DamagedFile):
        keep(actor, bomb, "bomb.docx")


def test_too_large_for_its_kind(actor, settings):
    settings.FILES_SIZES = {"picture": 1000}
    with pytest.raises(errors.TooLarge) as refusal:
        keep(actor, samples.picture(), "photo.jpg")
    assert "1000" in str(refusal.value.text)


def test_200_mb_that_call_themselves_a_picture(actor):
    upload = samples.upload(samples.picture(), "photo.jpg")
    upload.size = 200 * size_limits.MB
    with pytest.raises(errors.TooLarge):
        services.store_upload(actor=actor, upload=upload, purpose="pictures")


def test_the_quota_counts_what_was_kept(actor, settings):
    first = keep(actor, samples.pdf(), "a.pdf")
    settings.FILES_QUOTA = first.size + 10
    with pytest.raises(errors.OverQuota):
        keep(actor, samples.pdf(), "b.pdf")
    assert [path.name for path in everything_stored(settings)] == ["original.pdf"]
    assert File.objects.count() == 1


def test_the_quota_is_ones_own(actor, cast, settings):
    file = keep(actor, samples.pdf(), "a.pdf")
    settings.FILES_QUOTA = file.size + 10
    assert keep(make.actor(cast.he_miao), samples.pdf(), "b.pdf").pk


def test_a_place_takes_only_its_kinds(actor):
    with pytest.raises(errors.WrongPurpose):
        keep(actor, samples.pdf(), "a.pdf", purpose="pictures")
    with pytest.raises(errors.WrongPurpose):
        keep(actor, samples.pdf(), "a.pdf", purpose="nowhere")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Users\\lin\\photo.JPG", "photo.jpg"),
        ("holiday.jpg.exe", "holiday.jpg.jpg"),
        ('"><script>alert(1)</script>.jpg', "script.jpg"),
        ("a\r\nSet-Cookie: x=1.jpg", "aSet-Cookie x=1.jpg"),
        ("cod\u202egpj.exe", "codgpj.jpg"),
        (".jpg", "jpg.jpg"),
        ("学" * 300 + ".png", "学" * 96 + ".jpg"),
    ],
)
def test_names_are_cleaned_and_end_as_the_content_does(actor, given, kept):
    upload = samples.upload(samples.picture(), "x.jpg")
    file = services.store_upload(actor=actor, upload=upload, purpose="test", name=given)
    assert file.name == kept


def test_a_refusal_is_logged_without_the_name(actor, caplog):
    with caplog.at_level("INFO"), pytest.raises(errors.UnknownFormat):
        keep(actor, b"just words", "许小满的体检表.jpg")
    assert "file.refused" in caplog.text
    assert "许小满" not in caplog.text


def test_large_pictures_get_their_thumbnails_from_the_job(actor, monkeypatch):
    from procrastinate.contrib.django.models import ProcrastinateJob

    monkeypatch.setattr(size_limits, "AT_ONCE_PIXELS", 10_000)
    file = keep(actor, samples.picture(size=(1200, 900)), "photo.jpg")
    assert file.thumbnails == []
    job = ProcrastinateJob.objects.get(task_name="cocare.files.jobs.make_thumbnails")
    services.make_thumbnails(**job.args)
    services.make_thumbnails(**job.args)
    file.refresh_from_db()
    assert file.thumbnails == [320, 960]
    with storage.open_content(storage.thumbnail_key(file.pk, 320)) as content:
        assert Image.open(content).size == (320, 240)


def test_ffmpeg_reads_nothing_but_the_file(tmp_path, actor):
    """A playlist that calls itself a video must not make the program read other files."""
    secret = tmp_path / "secret.mp3"
    secret.write_bytes(samples.media("mp3", video=False))
    playlist = f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n".encode()
    with pytest.raises(errors.DamagedFile):
        media_anonymising.anonymise_media(io.BytesIO(playlist), "video/mp4")
    with zipfile.ZipFile(io.BytesIO(samples.office())) as archive:
        assert archive.namelist()
