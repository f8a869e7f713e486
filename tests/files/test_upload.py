"""Resumable uploads: the protocol, a cut line, and what is refused on the way."""

import base64
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.files import services
from cocare.files.models import File, Upload
from cocare.files.services import resumable_uploads
from tests import factories as make

from . import samples

pytestmark = pytest.mark.django_db
VERSION = {"Tus-Resumable": "1.0.0"}


def word(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def create(client, length, name: str = "photo.jpg", purpose: str = "child", **headers):
    words = f"filename {word(name)},purpose {word(purpose)}"
    given = {**VERSION, "Upload-Length": str(length), "Upload-Metadata": words, **headers}
    return client.post(reverse("files:upload.create"), headers=given)


def patch(client, url: str, offset, piece: bytes, **headers):
    given = {**VERSION, "Upload-Offset": str(offset), **headers}
    kind = "application/offset+octet-stream"
    return client.generic("PATCH", url, piece, content_type=kind, CONTENT_TYPE=kind, headers=given)


def head(client, url: str):
    return client.head(url, headers=VERSION)


@pytest.fixture
def client(cast):
    return make.client(cast.lin_lan)


def test_what_the_server_can(client):
    answer = client.options(reverse("files:upload.create"))
    assert answer["Tus-Version"] == "1.0.0"
    assert "creation" in answer["Tus-Extension"]


@pytest.mark.django_db(transaction=True)
def test_in_pieces_with_a_cut_between(client):
    content = samples.picture()
    begun = create(client, len(content))
    url = begun["Location"]
    assert (begun.status_code, begun["Upload-Offset"]) == (201, "0")
    assert patch(client, url, 0, content[:5000])["Upload-Offset"] == "5000"
    # The line is gone; the page was closed and opened again.
    assert head(client, url)["Upload-Offset"] == "5000"
    ended = patch(client, url, 5000, content[5000:])
    assert ended.status_code == 204
    file = File.objects.get(pk=ended["CoCare-File"])
    assert (file.state, file.kind, file.name, file.width) == ("ready", "picture", "photo.jpg", 640)
    # The answer was lost: asking, and sending the last piece again, ends the same.
    assert head(client, url)["CoCare-File"] == str(file.pk)
    assert patch(client, url, len(content), b"")["CoCare-File"] == str(file.pk)
    assert not resumable_uploads.part_path(file.pk).exists()


def test_what_came_before_the_cut_stays(cast):
    content = samples.picture()
    actor = make.actor(cast.lin_lan)
    upload = resumable_uploads.begin_upload(actor=actor, length=len(content), name="a.jpg", purpose="child")

    class Cut(io.BytesIO):
        def read(self, size=-1):
            if self.tell() >= 3000:
                raise OSError("connection lost")
            return super().read(min(size, 1000))

    resumable_uploads.append_or_finish_upload(actor=actor, upload=upload, offset=0, body=Cut(content), max_bytes=10**6)
    upload.refresh_from_db()
    assert upload.offset == 3000
    resumable_uploads.append_or_finish_upload(
        actor=actor, upload=upload, offset=3000, body=io.BytesIO(content[3000:]), max_bytes=10**6
    )
    assert File.objects.get().state == "ready"


def test_what_a_process_that_died_wrote_is_overwritten(cast):
    content = samples.picture()
    actor = make.actor(cast.lin_lan)
    upload = resumable_uploads.begin_upload(actor=actor, length=len(content), name="a.jpg", purpose="child")
    resumable_uploads.part_path(upload.pk).write_bytes(b"half of a piece that nobody was told of")
    resumable_uploads.append_or_finish_upload(
        actor=actor, upload=upload, offset=0, body=io.BytesIO(content), max_bytes=10**6
    )
    assert File.objects.get().state == "ready"


def test_two_tabs_do_not_mix(client):
    content = samples.picture()
    url = create(client, len(content))["Location"]
    patch(client, url, 0, content[:100])
    assert patch(client, url, 0, content[:100]).status_code == 409
    assert patch(client, url, 200, content[200:]).status_code == 409
    assert head(client, url)["Upload-Offset"] == "100"


def test_more_than_announced_is_cut_off(client):
    content = samples.picture()
    url = create(client, len(content))["Location"]
    assert patch(client, url, 0, content + b"more")["Upload-Offset"] == str(len(content))


def test_a_program_is_refused_at_the_end_with_its_sentence(client):
    content = b"MZ\x90\x00" + b"\0" * 500
    url = create(client, len(content), "holiday.jpg")["Location"]
    ended = patch(client, url, 0, content)
    assert (ended.status_code, ended.json()["code"], ended.json()["reason"]) == (422, "invalid", "kind")
    assert ended.json()["title"]
    assert ended["Content-Type"] == "application/problem+json"
    assert File.objects.get().state == "refused"
    assert head(client, url)["CoCare-Refused"] == "kind"


@pytest.mark.parametrize(
    ("length", "purpose", "reason"),
    [
        (600 * 1024 * 1024, "child", "too_large"),
        (0, "child", "empty"),
        (100, "nowhere", "not_here"),
        (25 * 1024 * 1024, "pictures", "too_large"),
    ],
)
def test_what_can_be_refused_before_it_is_sent(client, length, purpose, reason):
    answer = create(client, length, purpose=purpose)
    assert (answer.status_code, answer.json()["reason"]) == (422, reason)
    assert not File.objects.exists()


def test_the_quota_is_known_before_it_is_sent(client, settings):
    settings.FILES_QUOTA = 1000
    assert create(client, 2000).json()["reason"] == "quota"


@pytest.mark.parametrize("length", ["", "-1", "many", "1e3", "9" * 30])
def test_a_length_is_a_number(client, length):
    assert create(client, length).status_code == 400


def test_rules_of_the_protocol(client):
    url = create(client, 1000)["Location"]
    assert client.post(reverse("files:upload.create"), headers={"Upload-Length": "5"}).status_code == 412
    assert client.head(url).status_code == 412
    wrong = client.generic("PATCH", url, b"x", content_type="text/plain", headers={**VERSION, "Upload-Offset": "0"})
    assert wrong.status_code == 415
    assert patch(client, url, "", b"x").status_code == 400
    large = {**VERSION, "Upload-Offset": "0", "Content-Length": str(10**9)}
    too_much = client.generic(
        "PATCH", url, b"x", content_type="application/offset+octet-stream", CONTENT_LENGTH=str(10**9), headers=large
    )
    assert too_much.status_code == 413


def test_nobody_goes_on_with_anothers_upload(cast, client):
    url = create(client, 1000)["Location"]
    other = make.client(cast.he_miao)
    assert head(other, url).status_code == 404
    assert patch(other, url, 0, b"x").status_code == 404
    assert other.delete(url, headers=VERSION).status_code == 404


def test_it_expires(client):
    content = samples.picture()
    url = create(client, len(content))["Location"]
    with clock.freeze(clock.now() + timedelta(hours=25)):
        assert patch(client, url, 0, content[:100]).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_giving_up_leaves_nothing(client):
    url = create(client, 1000)["Location"]
    path = resumable_uploads.part_path(Upload.objects.get().pk)
    patch(client, url, 0, b"x" * 10)
    assert path.exists()
    assert client.delete(url, headers=VERSION).status_code == 204
    assert not path.exists()
    assert not File.objects.exists()
    assert head(client, url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_unfinished_ones_go_after_a_day(cast):
    with clock.freeze(clock.now() - timedelta(hours=30)):
        upload = resumable_uploads.begin_upload(
            actor=make.actor(cast.lin_lan), length=10, name="a.jpg", purpose="child"
        )
    path = resumable_uploads.part_path(upload.pk)
    assert services.purge_unattached() == 1
    assert not path.exists()


def test_not_without_the_token(cast):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make.account(cast.lin_lan), backend="django.contrib.auth.backends.ModelBackend")
    assert create(strict, 1000).status_code == 403


def test_names_and_words_from_outside(client):
    odd = "..\\..\\\u0000许小满<img src=x onerror=alert(1)>.jpg"
    content = samples.picture()
    url = create(client, len(content), odd)["Location"]
    file = File.objects.get(pk=patch(client, url, 0, content)["CoCare-File"])
    assert "<" not in file.name
    assert "/" not in file.name
    assert create(client, 10, **{"Upload-Metadata": "filename %%%,purpose"}).json()["reason"] == "not_here"


def test_only_so_many_at_a_time(client):
    for _ in range(resumable_uploads.AT_A_TIME):
        assert create(client, 10).status_code == 201
    assert create(client, 10).status_code == 429
