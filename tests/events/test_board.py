"""The live board: counts only, for those who may see its page; and the pages' query counts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cocare.core import live
from events.enums import EntryState, ShowcaseState
from events.models import Award, ScoreSheet
from tests import factories as make

from . import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def frames(monkeypatch):
    seen = []
    monkeypatch.setattr(live, "_transports", [seen.extend])
    return seen


def test_a_score_raises_the_version_and_tells_counts_only(cast, frames, django_capture_on_commit_callbacks):
    showcase = stage.judged(cast, count=2)
    sheet = ScoreSheet.objects.filter(entry__number=1).first()
    with django_capture_on_commit_callbacks(execute=True):
        stage.score(sheet, 9)
    (frame,) = frames
    assert frame.topic == f"board:{showcase.pk}"
    assert (frame.what, frame.version) == ("score.submitted", showcase.version + 1)
    assert frame.out == {"submitted": 1, "expected": 6, "number": 1, "entry_submitted": 1, "entry_expected": 3}


def may_watch(kind, actor, showcase):
    return bool(kind.may_watch([(actor, showcase.pk)]))


def test_the_topic_exists_for_those_who_see_its_page(cast):
    showcase = stage.judged(cast)
    kind, _key = live.parse_topic(f"board:{showcase.pk}")
    seers = {name for name in ("district_staff", "team_lead", "principal", "zhou_jing", "lin_lan", "court_officer")
             if may_watch(kind, make.actor(getattr(cast, name)), showcase)}  # fmt: skip
    assert seers == {"district_staff", "team_lead"}
    assert may_watch(kind, make.actor(cast.jurors[0]), showcase)
    assert not may_watch(kind, make.actor(make.post("juror", cast.commission)), showcase)


def test_who_is_behind_is_told_to_refresh(cast):
    showcase = stage.judged(cast)
    kind, key = live.parse_topic(f"board:{showcase.pk}")
    stage.score(ScoreSheet.objects.first())
    assert kind.heads([key]) == {key: showcase.version + 1}
    assert kind.changes([(key, showcase.version)]) == {}, "no frames are kept"


def test_the_board_draws_its_part_alone(cast):
    showcase = stage.judged(cast, count=2)
    url = reverse("events:showcase.board", kwargs={"pk": showcase.pk})
    part = make.client(cast.district_staff).get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    assert f"board:{showcase.pk}" in part


def queries_of(client, url) -> int:
    client.get(url)  # what is looked up once a process
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def gallery(cast, count):
    showcase = stage.at(cast, ShowcaseState.FINALIZED, code=f"G{count}", year=2000 + count)
    for number in range(count):
        entry = stage.entry(
            showcase, cast.zhou_jing, cast.school, EntryState.AWARDED, f"作品{number}", number=number + 1
        )
        Award.objects.create(entry=entry, level="1")
    return showcase


@pytest.mark.parametrize(
    ("name", "who", "most"),
    [
        ("showcase.list", "lin_lan", 16),
        ("entry.list", "zhou_jing", 16),
        ("judging.list", "jurors", 16),
        ("sheet.edit", "jurors", 24),
        ("showcase.board", "district_staff", 24),
        ("entry.queue", "district_staff", 18),
        ("result.show", "district_staff", 22),
        ("showcase.show", "lin_lan", 16),
    ],
)
def test_one_row_and_thirty_cost_the_same(cast, name, who, most):
    person = cast.jurors[0] if who == "jurors" else getattr(cast, who)
    client = make.client(person)

    def address(showcase):
        if name == "sheet.edit":
            pk = ScoreSheet.objects.get(entry__showcase=showcase, entry__number=1, juror=person).pk
        else:
            pk = showcase.pk
        return reverse(f"events:{name}", kwargs={} if name.endswith(".list") else {"pk": pk})

    if name in ("showcase.list", "showcase.show"):
        one = queries_of(client, address(gallery(cast, 1)))
        many = queries_of(client, address(gallery(cast, 30)))
    else:
        first = stage.judged(cast, count=1)
        one = queries_of(client, address(first))
        first.entries.all().delete()
        first.delete()
        many = queries_of(client, address(stage.judged(cast, count=30)))
    assert one == many
    assert many <= most
