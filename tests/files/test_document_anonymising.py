"""The copy that does not say who made it."""

import io
import zipfile

import pytest
from pypdf import PdfReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cocare.files import document_anonymising, errors

from . import samples

WHO = "王小明"


def mime_of(kind: str) -> str:
    return document_anonymising.OFFICE + samples.OFFICE_PARTS[kind][1].removesuffix(".main+xml")


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_an_office_document_forgets_its_author(kind):
    named = {
        "word/comments.xml": f'<w:comment w:id="1" w:author="{WHO}" w:initials="{WHO}">well done</w:comment>'.encode(),
        "word/people.xml": f'<w15:person w15:author="{WHO}"><w15:info w15:userId="{WHO}"/></w15:person>'.encode(),
        "xl/comments1.xml": f"<comments><authors><author>{WHO}</author></authors></comments>".encode(),
        "ppt/commentAuthors.xml": f'<p:cmAuthor id="0" name="{WHO}" initials="{WHO}"/>'.encode(),
        "docProps/custom.xml": f"<Properties><p>{WHO}</p></Properties>".encode(),
        "word/media/image1.jpg": samples.picture_with_place(),
    }
    content = io.BytesIO(samples.office(kind, WHO, extra=named))
    with zipfile.ZipFile(document_anonymising.anonymise_document(content, mime_of(kind))) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert [name for name, data in parts.items() if WHO.encode() in data] == []
    assert b"Geheime Kamera" not in parts["word/media/image1.jpg"]
    assert b"well done" in parts["word/comments.xml"]
    assert b"text" in parts[samples.OFFICE_PARTS[kind][0]]


def test_a_pdf_forgets_its_author_and_keeps_its_pages():
    given = samples.pdf(WHO)
    assert PdfReader(io.BytesIO(given)).metadata.author == WHO
    made = document_anonymising.anonymise_document(io.BytesIO(given), "application/pdf").read()
    reader = PdfReader(io.BytesIO(made))
    assert not reader.metadata or not reader.metadata.author
    assert "三年级" not in str(reader.metadata)
    assert "poster about the river" in reader.pages[0].extract_text()
    for word in (WHO, "三年级"):
        assert word.encode("utf-16-be") not in made


def test_photos_in_a_pdf_lose_their_place():
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawImage(ImageReader(io.BytesIO(samples.picture_with_place())), 0, 0)
    canvas.save()
    made = document_anonymising.anonymise_document(io.BytesIO(out.getvalue()), "application/pdf").read()
    assert b"Geheime Kamera" not in made
    assert PdfReader(io.BytesIO(made)).pages[0].images[0].image.size == (400, 200)


def test_a_jpeg_without_its_notes_is_still_one():
    from PIL import Image

    bare = document_anonymising.strip_jpeg_metadata(samples.picture_with_place())
    assert b"Exif" not in bare
    assert Image.open(io.BytesIO(bare)).convert("L").size == (400, 200)
    assert document_anonymising.strip_jpeg_metadata(b"no jpeg") == b"no jpeg"
    assert document_anonymising.strip_jpeg_metadata(b"\xff\xd8\xff\xe1\xff") == b"\xff\xd8\xff\xe1\xff"


@pytest.mark.parametrize("content", [b"%PDF-1.7\nbroken", b"%PDF-1.4\n" + b"\0" * 300])
def test_a_broken_pdf_says_so(content):
    with pytest.raises(errors.DamagedFile):
        document_anonymising.anonymise_document(io.BytesIO(content), "application/pdf").read()


def test_a_locked_pdf_says_so():
    from pypdf import PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    writer.write(out)
    with pytest.raises(errors.PasswordProtected):
        document_anonymising.anonymise_document(out, "application/pdf")


def test_what_has_no_notes_comes_back_as_it_is():
    content = io.BytesIO(b"anything")
    assert document_anonymising.anonymise_document(content, "image/jpeg").read() == b"anything"
