"""Files in other rooms' forms: nothing lost, one clear sentence, and only one's own."""

import uuid

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from cocare.files.forms import FilesField, FilesForm, UploadField
from cocare.files.models import File
from tests import factories as make

from . import samples

pytestmark = pytest.mark.django_db


class NoteForm(FilesForm):
    body = forms.CharField(max_length=20)
    files = FilesField(purpose="child", max_files=3, required=False)


class CoverForm(FilesForm):
    cover = UploadField(purpose="pictures")


def sent(*files, **data):
    given = {name: value if isinstance(value, list) else [value] for name, value in data.items()}
    return MultiValueDict(given), MultiValueDict({"files": list(files)})


def photo(name: str = "photo.jpg"):
    return samples.upload(samples.picture(), name)


def test_new_files_are_kept(actor):
    data, files = sent(photo("a.jpg"), photo("b.jpg"), body="hello")
    form = NoteForm(data, files, actor=actor)
    assert form.is_valid(), form.errors
    assert [file.name for file in form.cleaned_data["files"]] == ["a.jpg", "b.jpg"]
    assert File.objects.filter(attached_at=None).count() == 2


def test_no_files_are_fine_where_they_need_not_be(actor):
    form = NoteForm(*sent(body="hello"), actor=actor)
    assert form.is_valid()
    assert form.cleaned_data["files"] == []


def test_when_another_field_is_wrong_the_files_stay(actor):
    form = NoteForm(*sent(photo("a.jpg"), body=""), actor=actor)
    assert not form.is_valid()
    page = str(form["files"])
    kept = File.objects.get()
    assert f'name="files" value="{kept.pk}"' in page
    again = NoteForm(*sent(body="hello", files=[str(kept.pk)]), actor=actor)
    assert again.is_valid()
    assert again.cleaned_data["files"] == [kept]


def test_one_that_is_refused_says_why_and_the_others_stay(actor):
    program = samples.upload(b"MZ\x90\x00" + b"\0" * 300, "holiday.jpg")
    form = NoteForm(*sent(photo("a.jpg"), program, body="hello"), actor=actor)
    assert not form.is_valid()
    assert len(form.errors["files"]) == 1
    assert form.errors["files"][0].startswith("holiday.jpg")
    assert [file.name for file in form["files"].value()] == ["a.jpg"]


def test_names_are_escaped_in_the_page(actor):
    form = NoteForm(*sent(photo('"onload="alert(1)&.jpg'), body=""), actor=actor)
    form.is_valid()
    page = str(form["files"])
    assert 'onload="' not in page
    assert "onload=alert(1)&amp;.jpg" in page


def test_not_too_many(actor):
    form = NoteForm(*sent(*[photo() for _ in range(4)], body="hello"), actor=actor)
    assert not form.is_valid()
    assert not File.objects.exists()


@pytest.mark.parametrize("given", [str(uuid.UUID(int=7)), "no-id", "'; drop table", ""])
def test_ids_that_name_nothing(actor, given):
    form = NoteForm(*sent(body="hello", files=[given]), actor=actor)
    assert form.is_valid() == (given == "")


def test_another_persons_file(actor, cast):
    from cocare.files import services

    theirs = services.store_upload(actor=make.actor(cast.he_miao), upload=photo(), purpose="child")
    form = NoteForm(*sent(body="hello", files=[str(theirs.pk)]), actor=actor)
    assert not form.is_valid()
    assert len(form.errors["files"]) == 1


def test_ids_as_a_socket_gives_them(actor):
    from cocare.files import services

    kept = services.store_upload(actor=actor, upload=photo(), purpose="child")
    form = NoteForm({"body": "hello", "files": [str(kept.pk), str(kept.pk)]}, actor=actor)
    assert form.is_valid()
    assert form.cleaned_data["files"] == [kept]
    assert NoteForm({"body": "hello"}, actor=actor).is_valid()


def test_one_file_that_must_be_there(actor):
    empty = CoverForm(MultiValueDict(), MultiValueDict(), actor=actor)
    assert not empty.is_valid()
    form = CoverForm(MultiValueDict(), MultiValueDict({"cover": [photo()]}), actor=actor)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["cover"].kind == "picture"


def test_the_input_says_what_it_takes(actor):
    page = str(CoverForm(actor=actor)["cover"])
    assert "image/jpeg" in page
    assert "application/pdf" not in page
    assert " multiple" not in page
    assert f'data-largest="{20 * 1024 * 1024}"' in page
