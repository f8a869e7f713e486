"""Entries of the demo, with their authors and files."""

from datetime import timedelta

from cocare.files import services as files
from cocare.people.demo import DemoDistrict
from cocare.people.enums import Capacity
from cocare.people.models import Organisation, Person
from cocare.people.seeding.cast import ZHOU_JING

from ..enums import EntryState
from ..models import Author, Entry, EntryFile, Showcase
from ..rules import FILES
from . import papers
from .works import NOW, Work


def add_entries(district: DemoDistrict, showcase: Showcase, works: tuple[Work, ...], state: EntryState) -> list[Entry]:
    """Return the works as their schools sent them in, numbered in an order by chance."""
    tracks = {track.kind: track for track in showcase.tracks.all()}
    numbers = list(range(1, len(works) + 1))
    district.rng.shuffle(numbers)
    entries: list[Entry] = []
    for work, number in zip(works, numbers, strict=True):
        school = district.schools[work.school]
        entries.append(
            Entry(
                showcase=showcase, track=tracks[work.track], school=school,
                owner=_owner(district, school, len(entries)), title=work.title, summary=work.summary, body=work.body,
                state=state, version=3, number=number,
                submitted_at=showcase.closes_at - timedelta(days=number, hours=number),
                created_at=showcase.opens_at + timedelta(days=number),
                saved_at=showcase.closes_at - timedelta(days=number),
            )
        )  # fmt: skip
    Entry.objects.bulk_create(entries)
    Author.objects.bulk_create(author for entry in entries for author in _authors(district, entry))
    return entries


def _owner(district: DemoDistrict, school: Organisation, turn: int) -> Person:
    """Return a teacher of the school; at the demo's own school its head teacher."""
    if school == district.schools["S02"]:
        return district.person(ZHOU_JING)
    classes = [row for row in district.classes if row.school_id == school.pk]
    return district.head_of[classes[turn % len(classes)].pk]


def _authors(district: DemoDistrict, entry: Entry) -> list[Author]:
    classes = [row for row in district.classes if row.school_id == entry.school_id]
    colleagues = {person for row in classes for person in district.teachers_of[row.pk] if person.pk != entry.owner_id}
    people = [entry.owner, *district.rng.sample(sorted(colleagues, key=lambda person: str(person.pk)), 1)]
    return [Author(entry=entry, person=person, position=position) for position, person in enumerate(people)]


def add_files(district: DemoDistrict, entry: Entry, number: int) -> None:
    """Add a page and a sketch to one of this year's works, taken in like any upload."""
    actor = district.actor(entry.owner, Capacity.TEACHER)
    contents = [papers.draw_paper_pdf("活动记录", [NOW[number].how, NOW[number].shown]), papers.sketch(number)]
    uploaded = [files.store_upload(actor=actor, upload=content, purpose=FILES) for content in contents]
    attached = files.attach_files(actor=actor, files=uploaded, purpose=FILES)
    EntryFile.objects.bulk_create(
        EntryFile(entry=entry, file=file, position=position) for position, file in enumerate(attached, 1)
    )
