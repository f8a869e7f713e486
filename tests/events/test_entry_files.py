"""The files of a work."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.enums import EntryState, ShowcaseState
from events.models import Entry
from tests import factories as make

from . import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(cast):
    return make.client(cast.zhou_jing, "teacher")


@pytest.fixture
def entry(cast):
    showcase = stage.at(cast, ShowcaseState.SUBMISSION_OPEN)
    return stage.entry(showcase, cast.zhou_jing, cast.school, EntryState.DRAFT)


def attach(author, entry: Entry, upload):
    return author.post(reverse("events:entry.attach", kwargs={"pk": entry.pk}), {"files": [upload]})


def test_files_come_and_go_while_it_is_a_draft(author, entry):
    assert attach(author, entry, stage.picture()).status_code == 303
    entry_file = entry.files.get()
    assert entry_file.file.name.startswith("周静")
    assert author.post(reverse("events:entry.detach", kwargs={"pk": entry_file.pk})).status_code == 303
    assert not entry.files.exists()


def test_a_renamed_program_is_refused(author, entry):
    answer = attach(author, entry, SimpleUploadedFile("方案.pdf", b"MZ\x90\x00" * 40, "application/pdf"))
    assert answer.status_code == 422
    assert not entry.files.exists()


def test_no_file_at_all_is_refused_beside_its_field(author, entry):
    answer = author.post(reverse("events:entry.attach", kwargs={"pk": entry.pk}))
    assert answer.status_code == 422
    assert list(answer.context["attach_form"].errors) == ["files"]


def test_a_work_has_eight_files_at_most(cast, author, entry):
    for number in range(8):
        stage.attach(entry, cast.zhou_jing, stage.picture(f"{number}.png"))
    assert attach(author, entry, stage.picture()).status_code == 409
    assert entry.files.count() == 8


def test_a_file_of_a_work_that_was_sent_in_stays(cast, author, entry):
    entry_file = stage.attach(entry, cast.zhou_jing)
    Entry.objects.update(state=EntryState.SUBMITTED)
    assert attach(author, entry, stage.picture()).status_code == 403
    assert author.post(reverse("events:entry.detach", kwargs={"pk": entry_file.pk})).status_code == 404
    assert entry.files.count() == 1
