"""Handing files out: headers, parts, caches, and the record of sensitive ones."""

import pytest
from django.urls import reverse

from cocare.core.models import AuditEvent
from cocare.files import delivery, services, storage
from cocare.files.models import File
from tests import factories as make

from . import samples

pytestmark = pytest.mark.django_db


def put(cast, content: bytes, name: str, purpose: str = "child") -> File:
    actor = make.actor(cast.lin_lan)
    file = services.store_upload(actor=actor, upload=samples.upload(content, name), purpose=purpose)
    return services.attach_files(actor=actor, files=[file], purpose=purpose)[0]


def show(client, file: File, **headers):
    return client.get(
        reverse("files:file.show", args=[file.pk]), headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


def body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def client(cast):
    return make.client(cast.zhou_jing, "teacher")


def test_a_picture_opens_in_the_page_and_can_do_nothing(cast, client):
    file = put(cast, samples.picture(), "河边.jpg")
    response = show(client, file)
    with storage.open_content(file.key) as content:
        assert body(response) == content.read()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''%E6%B2%B3%E8%BE%B9.jpg"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]
    assert response["Content-Length"] == str(file.size)


def test_documents_are_saved_and_pdf_opens(cast, client):
    document = show(client, put(cast, samples.office(), "plan.docx"))
    assert document["Content-Disposition"].startswith("attachment;")
    pdf = show(client, put(cast, samples.pdf(), "a.pdf"))
    assert pdf["Content-Disposition"].startswith("inline;")
    assert "default-src 'none'" in pdf["Content-Security-Policy"]
    body(document), body(pdf)


def test_a_name_can_not_leave_its_header(cast, client):
    file = put(cast, samples.picture(), "x.jpg")
    File.objects.filter(pk=file.pk).update(name='a";\\ filename="b.html')
    response = show(client, file)
    assert response["Content-Disposition"] == 'inline; filename="a\\";\\\\ filename=\\"b.html"'
    body(response)


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-99", 206, 0, 100),
        ("bytes=100-", 206, 100, None),
        ("bytes=-50", 206, -50, None),
        ("bytes=0-999999999", 200, 0, None),
        ("bytes=0-0,5-6", 200, 0, None),
        ("pages=1-2", 200, 0, None),
        ("bytes=-", 200, 0, None),
    ],
)
def test_parts(cast, client, asked, status, start, end):
    file = put(cast, samples.pdf(), "a.pdf")
    with storage.open_content(file.key) as content:
        whole = content.read()
    response = show(client, file, range=asked)
    assert (response.status_code, body(response)) == (status, whole[start:end])
    assert response["Accept-Ranges"] == "bytes"
    if status == 206:
        wanted = whole[start:end]
        first = whole.index(wanted)
        assert response["Content-Range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=5-2", "bytes=-0"])
def test_parts_that_are_not_there(cast, client, asked):
    file = put(cast, samples.pdf(), "a.pdf")
    response = show(client, file, range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{file.size}"


def test_parts_of_what_has_changed_are_not_mixed(cast, client):
    file = put(cast, samples.pdf(), "a.pdf")
    response = show(client, file, range="bytes=0-9", if_range='"another"')
    assert response.status_code == 200
    body(response)


def test_the_cache_asks_again_and_hears_no_once_authority_is_gone(cast):
    file = put(cast, samples.picture(), "photo.jpg")
    client = make.client(cast.luo_ping)
    first = show(client, file)
    body(first)
    assert show(client, file, if_none_match=first["ETag"]).status_code == 304
    cast.luo_ping.posts.filter(school_class=cast.class_2).update(until=make.yesterday())
    assert show(client, file, if_none_match=first["ETag"]).status_code == 404


def test_thumbnails(cast, client):
    file = put(cast, samples.picture(size=(1200, 900)), "photo.jpg")
    small = client.get(reverse("files:file.thumbnail", args=[file.pk, 320]))
    assert small["Content-Type"] == "image/webp"
    assert len(body(small)) < file.size
    none = client.get(reverse("files:file.thumbnail", args=[file.pk, 111]))
    assert none["Content-Type"] == "image/jpeg"
    body(none)
    pdf = put(cast, samples.pdf(), "a.pdf")
    assert client.get(reverse("files:file.thumbnail", args=[pdf.pk, 320])).status_code == 404


def test_opening_what_is_sensitive_is_on_record_and_in_no_cache(cast, client):
    file = put(cast, samples.picture(), "report.jpg", purpose="case")
    response = show(client, file)
    body(response)
    assert "no-store" in response["Cache-Control"]
    opened = AuditEvent.objects.get(verb="file.open")
    assert (opened.person_id, opened.subject_id, opened.facts) == (cast.zhou_jing.pk, file.pk, {"purpose": "case"})
    body(show(client, put(cast, samples.picture(), "photo.jpg")))
    assert AuditEvent.objects.filter(verb="file.open").count() == 1


def test_the_proxy_sends_where_it_can(cast, client, settings):
    settings.FILES_ACCEL_PREFIX = "/_files/"
    file = put(cast, samples.picture(), "photo.jpg")
    response = show(client, file)
    assert response["X-Accel-Redirect"] == f"/_files/{file.key}"
    assert response.content == b""
    assert make.client(cast.xu_heng).get(reverse("files:file.show", args=[file.pk])).status_code == 404


def test_a_restricted_guardian_gets_nothing(cast):
    file = put(cast, samples.picture(), "photo.jpg")
    client = make.client(cast.xu_heng)
    assert show(client, file).status_code == 404
    assert client.get(reverse("files:file.thumbnail", args=[file.pk, 320])).status_code == 404


def test_taking_ones_own_back(cast):
    actor = make.actor(cast.lin_lan)
    file = services.store_upload(actor=actor, upload=samples.upload(samples.picture(), "a.jpg"), purpose="child")
    url = reverse("files:file.remove", args=[file.pk])
    assert make.client(cast.he_miao).post(url).status_code == 404
    assert make.client(cast.lin_lan).post(url).status_code == 204
    assert not File.objects.exists()


def test_what_is_attached_stays(cast):
    file = put(cast, samples.picture(), "photo.jpg")
    url = reverse("files:file.remove", args=[file.pk])
    assert make.client(cast.lin_lan).post(url).status_code == 404
    assert File.objects.exists()


async def test_under_asgi_the_blocks_come_one_by_one(tmp_path, monkeypatch):
    source = tmp_path / "large"
    source.write_bytes(b"abc" * 1000)
    monkeypatch.setattr(delivery, "BLOCK", 1000)
    with source.open("rb") as content:
        blocks = [len(block) async for block in delivery._ablocks(content, 2500)]
    assert blocks == [1000, 1000, 500]
