"""Nothing that a juror can open tells whose work it is: pages, JSON, headers, addresses, files, search, home page."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, PngImagePlugin

from events.domain import anonymity
from events.models import ScoreSheet
from events.queries import contributions
from tests import factories as make

from . import stage

pytestmark = pytest.mark.django_db
TELLING = "周静写的,石榴渡小学(澜川区石榴渡小学)的周老师和罗平、罗老师。石 榴 渡 小 学,周 静。望潮台小学也有。"


def tell_tale_docx() -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/word/document.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", '<?xml version="1.0"?><w:document xmlns:w="urn:w"><w:body/></w:document>')
        archive.writestr(
            "docProps/core.xml",
            '<?xml version="1.0"?><cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc">'
            "<dc:creator>周静</dc:creator><cp:lastModifiedBy>石榴渡小学</cp:lastModifiedBy></cp:coreProperties>",
        )
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return SimpleUploadedFile("石榴渡小学周静.docx", out.getvalue(), mime)


def tell_tale_png() -> SimpleUploadedFile:
    out, info = io.BytesIO(), PngImagePlugin.PngInfo()
    info.add_itxt("Author", "周静 石榴渡小学")
    Image.new("RGB", (8, 8), "green").save(out, "PNG", pnginfo=info)
    return SimpleUploadedFile("周静.png", out.getvalue(), "image/png")


def tell_tale_pdf() -> SimpleUploadedFile:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setAuthor("Zhou Jing")
    canvas.setTitle("Shiliudu Primary School")
    canvas.drawString(72, 720, "A plan.")
    canvas.save()
    return SimpleUploadedFile("周静.pdf", out.getvalue(), "application/pdf")


@pytest.fixture
def sheet(cast):
    showcase = stage.judged(cast)
    entry = showcase.entries.get()
    entry.authors.create(person=cast.luo_ping, position=1)
    entry.title, entry.summary, entry.body = "石榴渡家庭书角", TELLING[:190], f"# 石榴渡的书角\n{TELLING}\n\n{TELLING}"
    entry.save()
    return ScoreSheet.objects.get(entry=entry, juror=cast.jurors[0])


@pytest.fixture
def juror(cast):
    return make.client(cast.jurors[0])


def secrets(cast, sheet) -> list[str]:
    """Everything that would give the work away, ids included."""
    entry = sheet.entry
    ids = [entry.pk, entry.owner_id, entry.school_id, cast.luo_ping.pk, *(one.pk for one in entry.authors.all())]
    others = [one.juror_id for one in entry.sheets.exclude(juror=sheet.juror)]
    names = ["周静", "周老师", "罗平", "罗老师", "石榴渡", "望潮台", cast.jurors[1].name, cast.jurors[2].name]
    return names + [str(one) for one in (*ids, *others)] + [one.hex for one in (*ids, *others)]


def blind(answer, hidden) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode("utf-8", "ignore") + str(dict(answer.headers))
    bare = re.sub(r"\s", "", text)
    found = [secret for secret in hidden if secret in text or secret in bare]
    assert not found
    return text


def test_pages_scripts_and_answers_tell_nothing(cast, sheet, juror):
    hidden = secrets(cast, sheet)
    url = reverse("events:sheet.edit", kwargs={"pk": sheet.pk})
    scores = {f"mark_{one.code}": 8 for one in sheet.entry.showcase.criteria.all()}
    page = juror.get(url)
    assert anonymity.MASK in blind(page, hidden)
    blind(juror.get(reverse("events:judging.list")), hidden)
    blind(juror.post(reverse("events:sheet.save", kwargs={"pk": sheet.pk}), scores), hidden)
    blind(juror.post(reverse("events:sheet.save", kwargs={"pk": sheet.pk}), {"mark_collab": "99"}), hidden)
    blind(juror.post(url, scores | {"then": "hand_in"}), hidden)
    blind(juror.post(url, scores | {"comment": stage.WORDS, "then": "hand_in"}, follow=True), hidden)
    blind(juror.get(url), hidden)


def test_neither_do_refusals(cast, sheet, juror):
    hidden = secrets(cast, sheet)
    entry = sheet.entry
    for name in ("entry.edit", "entry.check", "entry.scores", "work.show", "objection.create"):
        answer = juror.get(reverse(f"events:{name}", kwargs={"pk": entry.pk}))
        assert answer.status_code == 404
        blind(answer, [one for one in hidden if str(entry.pk) not in one])
    for name in ("showcase.board", "result.show", "entry.queue", "jury.assign"):
        assert juror.get(reverse(f"events:{name}", kwargs={"pk": entry.showcase_id})).status_code == 404


def test_the_public_page_and_the_gallery_tell_nothing_while_works_are_judged(cast, sheet, juror):
    hidden = secrets(cast, sheet)
    blind(juror.get(reverse("events:showcase.list") + "?q=书角"), hidden)
    blind(juror.get(reverse("events:showcase.show", kwargs={"pk": sheet.entry.showcase_id})), hidden)


@pytest.mark.parametrize("make_file", [tell_tale_docx, tell_tale_png, tell_tale_pdf])
def test_attachments_come_without_name_and_maker(cast, sheet, juror, make_file):
    bound = stage.attach(sheet.entry, cast.zhou_jing, make_file())
    hidden = [*secrets(cast, sheet), str(bound.file_id), bound.file.sha256[:32], "Zhou", "Shiliudu"]
    assert 'attachments/1/"' in blind(juror.get(reverse("events:sheet.edit", kwargs={"pk": sheet.pk})), hidden)
    answer = juror.get(reverse("events:sheet.file", kwargs={"pk": sheet.pk, "position": 1}))
    assert answer.status_code == 200
    body = answer.content
    blind(answer, hidden)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            inside = b"".join(archive.read(name) for name in archive.namelist()).decode()
        assert not [secret for secret in hidden if secret in inside]
    # The stored file itself is not theirs.
    assert juror.get(reverse("files:file.show", kwargs={"pk": bound.file_id})).status_code == 404
    assert juror.get(reverse("events:sheet.file", kwargs={"pk": sheet.pk, "position": 2})).status_code == 404


def test_search_and_home_tell_nothing(cast, sheet):
    actor = make.actor(cast.jurors[0])
    assert contributions.search(actor, "书角") == []
    items = contributions.today(actor)
    assert len(items) == 1
    assert not [secret for secret in secrets(cast, sheet) if secret in repr(items)]


def test_comments_reach_the_authors_only_after_the_result_and_without_names(cast, sheet):
    stage.score(sheet)
    author = make.client(cast.zhou_jing, "teacher")
    url = reverse("events:entry.edit", kwargs={"pk": sheet.entry_id})
    assert stage.WORDS not in author.get(url).content.decode()
    sheet.entry.state = "not_awarded"
    sheet.entry.save(update_fields=["state"])
    page = author.get(url).content.decode()
    assert stage.WORDS in page
    assert not [one.name for one in cast.jurors if one.name in page]
    assert "80.0" not in page


def test_the_lead_decides_on_numbers_while_works_are_scored(cast, sheet):
    lead = make.client(cast.team_lead)
    hidden = ["周静", "石榴渡", "罗平"]
    blind(lead.get(reverse("events:showcase.board", kwargs={"pk": sheet.entry.showcase_id})), hidden)
    blind(lead.get(reverse("events:result.show", kwargs={"pk": sheet.entry.showcase_id})), hidden)
    blind(lead.get(reverse("events:entry.scores", kwargs={"pk": sheet.entry_id})), hidden)


def test_spaces_and_letter_case_hide_no_name():
    found = anonymity.mask_names("石 榴 渡小学的 ZHOU jing", ["石榴渡小学", "Zhou Jing"])
    assert found == "某某的 某某"
