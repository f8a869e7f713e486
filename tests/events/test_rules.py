"""Who sees and does what in showcases: every predicate on its own."""

import pytest

from cocare.core.access import Access, Rule, visible
from events import rules
from events.enums import EntryState, ScoreSheetState, ShowcaseState
from events.models import Award, Entry, EntryFile, Objection, Panelist, ScoreSheet, Showcase
from tests import factories as make
from tests.access import ALL, WALKERS

from . import stage

pytestmark = pytest.mark.django_db
S, E, A = ShowcaseState, EntryState, ScoreSheetState
OFFICE, OVERSIGHT = "district_staff", "district_staff team_lead"
ENTERING = "zhou_jing luo_ping principal other_principal team_member community_worker"


def showcase(state=S.PLANNED):
    return lambda cast: stage.at(cast, state)


def joined(cast) -> Showcase:
    """A showcase in review, with the cast's first juror on its panel."""
    found = stage.at(cast, S.BLIND_REVIEWING)
    Panelist.objects.create(showcase=found, person=cast.jurors[0])
    return found


def entry(state=E.SUBMITTED, of=S.QUALIFICATION_CHECKING):
    return lambda cast: stage.entry(stage.at(cast, of), cast.zhou_jing, cast.school, state)


def awarded(of=S.PUBLIC_NOTICE, **award):
    def build(cast) -> Entry:
        found = entry(E.AWARDED, of)(cast)
        Award.objects.create(entry=found, level="1", **award)
        return found

    return build


def award(of=S.PUBLIC_NOTICE, **fields):
    return lambda cast: awarded(of, **fields)(cast).award


def sheet(state=A.OPEN, of=S.BLIND_REVIEWING):
    def build(cast) -> ScoreSheet:
        found = stage.judged(cast, state=of).entries.get().sheets.get(juror=cast.jurors[0])
        ScoreSheet.objects.filter(pk=found.pk).update(state=state)
        return found

    return build


def attached(state):
    def build(cast) -> EntryFile:
        found = entry(E.DRAFT, S.SUBMISSION_OPEN)(cast)
        bound = stage.attach(found, cast.zhou_jing)
        Entry.objects.filter(pk=found.pk).update(state=state)
        return bound

    return build


def a_file(state):
    return lambda cast: attached(state)(cast).file


def objection(cast) -> Objection:
    return Objection.objects.create(
        entry=awarded()(cast), name="何苗", contact="13900000000", reason="去年参评过。", answer_due=stage.START.date()
    )


TABLE = [
    # on Showcase
    (rules.published, showcase(S.PLANNED), ""),
    (rules.published, showcase(S.CALL_PUBLISHED), ALL),
    (rules.manages, showcase(), OFFICE),
    (rules.oversees, showcase(), OVERSIGHT),
    (rules.sees_showcase, showcase(S.PLANNED), OFFICE),
    (rules.sees_showcase, showcase(S.ARCHIVED), ALL),
    (rules.on_panel, joined, "juror"),
    (rules.on_panel, showcase(S.BLIND_REVIEWING), ""),
    (rules.judges, joined, "juror"),
    (rules.watches_board, joined, f"{OVERSIGHT} juror"),
    (rules.has_post_to_enter_from, showcase(), ENTERING),
    (rules.takes_entries, showcase(S.SUBMISSION_OPEN), ALL),
    (rules.takes_entries, showcase(S.SUBMISSION_CLOSED), ""),
    # on Entry
    (rules.author_of, entry(), "zhou_jing"),
    (rules.leads_school, entry(), "principal"),
    (rules.beyond_draft, entry(E.DRAFT), ""),
    (rules.beyond_draft, entry(E.WITHDRAWN), ALL),
    (rules.manages_entry, entry(), OFFICE),
    (rules.manages_entry, entry(E.DRAFT), ""),
    (rules.oversees_entry, entry(), OVERSIGHT),
    (rules.oversees_entry, entry(E.DRAFT), ""),
    (rules.own_entry, entry(E.DRAFT), "zhou_jing"),
    (rules.own_entry, entry(), "zhou_jing principal"),
    (rules.sees_entry, entry(), "zhou_jing principal district_staff"),
    (rules.edits_entry, entry(E.DRAFT), "zhou_jing"),
    (rules.edits_entry, entry(E.CORRECTION_REQUIRED), "zhou_jing"),
    (rules.edits_entry, entry(E.SUBMITTED), ""),
    (rules.in_the_running, entry(E.SCORED), ALL),
    (rules.in_the_running, entry(E.WITHDRAWN), ""),
    (rules.public_work, awarded(), ALL),
    (rules.public_work, awarded(S.AWARD_PROPOSED), ""),
    (rules.public_work, awarded(revoked_at=stage.START), ""),
    (rules.public_work, entry(E.AWARDED, S.PUBLIC_NOTICE), ""),
    (rules.on_notice, awarded(), ALL),
    (rules.on_notice, awarded(S.FINALIZED), ""),
    # on files
    (rules.file_of_seen_entry, a_file(E.SUBMITTED), "zhou_jing principal district_staff"),
    (rules.file_of_seen_entry, a_file(E.DRAFT), "zhou_jing"),
    (rules.ENTRY_FILE["detach"]["see"], attached(E.DRAFT), "zhou_jing"),
    (rules.ENTRY_FILE["detach"]["see"], attached(E.SUBMITTED), ""),
    # on ScoreSheet
    (rules.assigned_sheet, sheet(), "juror"),
    (rules.assigned_sheet, sheet(of=S.PUBLIC_NOTICE), "juror"),
    (rules.own_sheet, sheet(), "juror"),
    (rules.own_sheet, sheet(of=S.PUBLIC_NOTICE), ""),
    (rules.reads_work, sheet(A.SUBMITTED), "juror"),
    (rules.reads_work, sheet(A.RECUSED), ""),
    (rules.scores_sheet, sheet(), "juror"),
    (rules.scores_sheet, sheet(A.SUBMITTED), ""),
    (rules.oversees_sheet, sheet(), OVERSIGHT),
    # on Award and Objection
    (rules.public_award, award(), ALL),
    (rules.public_award, award(S.AWARD_PROPOSED), ""),
    (rules.public_award, award(revoked_at=stage.START), ""),
    (rules.certified, award(number="2026-GY-XX-1-0001"), ALL),
    (rules.certified, award(), ""),
    (rules.manages_objection, objection, OFFICE),
]


@pytest.mark.parametrize(("rule", "build", "names"), TABLE, ids=lambda value: getattr(value, "name", None))
def test_a_predicate_is_for_these_and_no_others(cast, rule, build, names):
    row = build(cast)
    seers = {
        name
        for name, (who, capacity) in WALKERS.items()
        if visible(type(row), make.actor(who(cast), capacity), rule).filter(pk=row.pk).exists()
    }
    assert seers == (set(WALKERS) if names == ALL else set(names.split()))


def test_every_predicate_stands_in_the_table():
    written = {name for name, value in vars(rules).items() if isinstance(value, Rule) and not name.startswith("_")}
    tested = {id(rule) for rule, _build, _names in TABLE}
    imported = {"through"}
    assert {name for name in written - imported if id(getattr(rules, name)) not in tested} == set()


def test_every_verb_starts_from_a_rule():
    tables = (rules.SHOWCASE, rules.ENTRY, rules.ENTRY_FILE, rules.SCORE_SHEET, rules.OBJECTION)
    for access in (access for table in tables for access in table.values()):
        assert set(access) <= set(Access.__annotations__)
        assert all(isinstance(rule, Rule) for rule in access.values())


def test_a_post_that_ended_opens_nothing(cast):
    row = sheet()(cast)
    cast.jurors[0].posts.update(until=make.yesterday())
    assert not visible(ScoreSheet, make.actor(cast.jurors[0], "juror"), rules.own_sheet).filter(pk=row.pk).exists()
