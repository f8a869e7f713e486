"""From one's own file to a part of something; erasing; what nobody came back for."""

import os
from datetime import timedelta

import pytest
from django.db import transaction

from cocare.core import clock
from cocare.core.access import visible
from cocare.core.errors import Busy, NotFound
from cocare.files import jobs, rules, services, storage
from cocare.files.models import File
from cocare.files.services.attaching import AlreadyAttached
from tests import factories as make

from . import samples

pytestmark = pytest.mark.django_db


def keep(actor, purpose: str = "child") -> File:
    return services.store_upload(actor=actor, upload=samples.upload(samples.picture(), "photo.jpg"), purpose=purpose)


def test_files_come_back_in_the_given_order_and_bound(actor):
    one, two = keep(actor), keep(actor)
    found = services.attach_files(actor=actor, files=[two.pk, str(one.pk), two.pk], purpose="child")
    assert [file.pk for file in found] == [two.pk, one.pk]
    assert File.objects.filter(attached_at__isnull=False).count() == 2


def test_not_another_persons_file(actor, cast):
    theirs = keep(make.actor(cast.he_miao))
    with pytest.raises(NotFound):
        services.attach_files(actor=actor, files=[keep(actor), theirs], purpose="child")
    assert not File.objects.filter(attached_at__isnull=False).exists()


@pytest.mark.parametrize("pk", ["018f0000-0000-7000-8000-000000000000", "no-id", ""])
def test_not_a_file_that_is_not_there(actor, pk):
    with pytest.raises(NotFound):
        services.attach_files(actor=actor, files=[pk], purpose="child")


def test_not_for_another_purpose(actor):
    with pytest.raises(NotFound):
        services.attach_files(actor=actor, files=[keep(actor, "test")], purpose="child")


def test_not_twice(actor):
    file = keep(actor)
    services.attach_files(actor=actor, files=[file], purpose="child")
    with pytest.raises(AlreadyAttached):
        services.attach_files(actor=actor, files=[file], purpose="child")


def seen_by(file: File, who, capacity=None) -> bool:
    return visible(File, make.actor(who, capacity), rules.sees_file).filter(pk=file.pk).exists()


def test_who_sees_it_before_and_after(actor, cast):
    file = keep(actor)
    assert seen_by(file, cast.lin_lan)
    assert not seen_by(file, cast.zhou_jing)
    services.attach_files(actor=actor, files=[file], purpose="child")
    assert seen_by(file, cast.lin_lan)
    assert seen_by(file, cast.zhou_jing)
    for outsider in (cast.xu_heng, cast.he_miao, cast.former_teacher, cast.stranger, cast.administrator):
        assert not seen_by(file, outsider)


def test_a_place_that_nobody_registered_shows_nothing(actor, cast):
    file = keep(actor)
    File.objects.filter(pk=file.pk).update(purpose="gone", attached_at=clock.now())
    assert not seen_by(file, cast.lin_lan)


@pytest.mark.django_db(transaction=True)
def test_erasing_takes_the_content_and_leaves_the_row(actor, cast):
    file = keep(actor)
    services.attach_files(actor=actor, files=[file], purpose="child")
    key = file.key
    services.erase_files(actor=actor, files=[file])
    file.refresh_from_db()
    assert (file.state, file.name, file.key) == ("erased", "", "")
    with pytest.raises(FileNotFoundError):
        storage.open_content(key)
    assert not seen_by(file, cast.zhou_jing)


@pytest.mark.django_db(transaction=True)
def test_contents_stay_when_the_transaction_fails(actor):
    file = keep(actor)
    with transaction.atomic():
        services.remove_file(actor=actor, file=file)
        transaction.set_rollback(True)
    storage.open_content(file.key).close()


@pytest.mark.django_db(transaction=True)
def test_what_nobody_came_back_for_goes_after_a_day(actor):
    with clock.freeze(clock.now() - timedelta(hours=25)):
        old, kept = keep(actor), keep(actor)
        services.attach_files(actor=actor, files=[kept], purpose="child")
    fresh = keep(actor)
    assert services.purge_unattached() == 1
    assert set(File.objects.values_list("pk", flat=True)) == {kept.pk, fresh.pk}
    with pytest.raises(FileNotFoundError):
        storage.open_content(old.key)
    with pytest.raises(FileNotFoundError):
        storage.open_content(storage.thumbnail_key(old.pk, 320))
    storage.open_content(kept.key).close()


def test_what_a_killed_process_left_behind_goes_too(actor):
    for name in ("media-old", "media-new"):
        (storage.parts_folder() / name).mkdir()
    (storage.parts_folder() / "media-old" / "in").touch()
    os.utime(storage.parts_folder() / "media-old", (1, 1))
    jobs.purge.func(timestamp=int(clock.now().timestamp()))
    assert [path.name for path in storage.parts_folder().iterdir()] == ["media-new"]


def test_a_full_disk_is_said_as_it_is(actor, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "store_content", full)
    with pytest.raises(Busy):
        keep(actor)
    assert not File.objects.exists()
