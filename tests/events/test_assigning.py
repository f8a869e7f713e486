"""Which juror reads which entry: repeatable, balanced, free of conflicts."""

from collections import Counter

import pytest

from cocare.people.enums import Role
from events.domain.assigning import plan_assignment
from events.enums import EntryState, ScoreSheetState, ShowcaseState
from events.errors import TooFewJurors
from events.models import Author, ScoreSheet
from events.services import jury_assignment
from tests import factories as make

from . import stage

ENTRIES, JURORS = list(range(40)), [f"j{number}" for number in range(8)]


def test_the_same_seed_gives_the_same_list_and_another_one_another():
    first = plan_assignment(ENTRIES, JURORS, set(), per_entry=3, cap=40, seed=7)
    assert first == plan_assignment(ENTRIES, JURORS, set(), per_entry=3, cap=40, seed=7)
    assert first.pairs != plan_assignment(ENTRIES, JURORS, set(), per_entry=3, cap=40, seed=8).pairs


@pytest.mark.parametrize("seed", range(1, 20))
def test_every_work_gets_its_jurors_evenly_and_never_in_conflict(seed):
    conflicts = {(entry, JURORS[entry % 8]) for entry in ENTRIES}
    found = plan_assignment(ENTRIES, JURORS, conflicts, per_entry=3, cap=16, seed=seed)
    assert not found.short
    assert not set(found.pairs) & conflicts
    assert len(set(found.pairs)) == 120
    assert set(Counter(entry for entry, _juror in found.pairs).values()) == {3}
    load = Counter(juror for _entry, juror in found.pairs).values()
    assert max(load) - min(load) <= 2


def test_nobody_is_loaded_beyond_the_cap_and_the_rest_is_named():
    found = plan_assignment([1, 2, 3], ["a", "b", "c"], set(), per_entry=3, cap=2, seed=1)
    assert max(Counter(juror for _entry, juror in found.pairs).values()) == 2
    assert sum(found.short.values()) == 3


@pytest.fixture
def checking(cast):
    return stage.at(cast, ShowcaseState.QUALIFICATION_CHECKING)


def assign(cast, showcase, jurors, seed=1):
    return jury_assignment.assign_jury(
        actor=make.actor(cast.district_staff), showcase=showcase, jurors=jurors, seed=seed
    )


def readers(entry):
    return set(ScoreSheet.objects.filter(entry=entry).exclude(state="recused").values_list("juror", flat=True))


@pytest.mark.django_db
class TestConflicts:
    def test_a_juror_with_a_post_at_the_school_never_reads_its_work(self, cast, checking):
        teaching = make.post(Role.JUROR, cast.commission, "兼课评委")
        make.teacher(cast.class_2, who=teaching)
        entry = stage.entry(checking, cast.zhou_jing, cast.school, EntryState.QUALIFIED)
        other = stage.entry(checking, cast.other_principal, cast.other_school, EntryState.QUALIFIED)
        for seed in range(1, 8):
            assign(cast, checking, [*cast.jurors, teaching], seed)
            assert teaching.pk not in readers(entry)
            assert len(readers(entry)) == len(readers(other)) == 3

    def test_nor_one_who_left_it_within_three_years(self, cast, checking):
        entry = stage.entry(checking, cast.zhou_jing, cast.school, EntryState.QUALIFIED)
        make.teacher(cast.class_2, who=cast.jurors[0], until=make.yesterday())
        with pytest.raises(TooFewJurors):
            assign(cast, checking, list(cast.jurors))
        assert readers(entry) == set()

    def test_nor_an_author(self, cast, checking):
        entry = stage.entry(checking, cast.zhou_jing, cast.school, EntryState.QUALIFIED)
        Author.objects.create(entry=entry, person=cast.jurors[1], position=1)
        with pytest.raises(TooFewJurors):
            assign(cast, checking, list(cast.jurors))

    def test_nor_who_stepped_back_even_when_the_jury_is_drawn_again(self, cast, checking):
        entry = stage.entry(checking, cast.zhou_jing, cast.school, EntryState.QUALIFIED)
        ScoreSheet.objects.create(entry=entry, juror=cast.jurors[2], state=ScoreSheetState.RECUSED)
        fourth = make.post(Role.JUROR, cast.commission)
        assign(cast, checking, [*cast.jurors, fourth])
        assert readers(entry) == {cast.jurors[0].pk, cast.jurors[1].pk, fourth.pk}

    def test_too_few_jurors_change_nothing(self, cast, checking):
        entry = stage.entry(checking, cast.zhou_jing, cast.school, EntryState.QUALIFIED)
        assign(cast, checking, list(cast.jurors))
        before = readers(entry)
        with pytest.raises(TooFewJurors):
            assign(cast, checking, list(cast.jurors[:2]))
        assert readers(entry) == before
