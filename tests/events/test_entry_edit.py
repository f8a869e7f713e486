"""A work as its school writes and sends it: drafts that survive, places, deadlines, one of everything."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from cocare.core.lifecycle import records_of
from cocare.people.enums import Role
from events.enums import EntryState, ShowcaseState
from events.models import Entry, Showcase
from tests import factories as make

from . import stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
S, E = ShowcaseState, EntryState


@pytest.fixture
def showcase(cast):
    return stage.at(cast, S.SUBMISSION_OPEN)


@pytest.fixture
def author(cast):
    return make.client(cast.zhou_jing, "teacher")


def draft(author, showcase) -> Entry:
    author.post(reverse("events:entry.create", kwargs={"pk": showcase.pk}))
    return Entry.objects.get(showcase=showcase, title="", state=E.DRAFT)


def words(entry, **changed) -> dict:
    who = entry.owner_id
    return {
        "title": "家庭书角", "track": entry.showcase.tracks.first().pk, "author_1": who, "summary": "一起读书。",
        "body": stage.BODY, "version": entry.version,
    } | changed  # fmt: skip


def send(client, entry, verb="edit", **data):
    return client.post(reverse(f"events:entry.{verb}", kwargs={"pk": entry.pk}), data)


def stored(entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def test_a_draft_takes_the_school_of_the_post_and_is_made_once(cast, author, showcase):
    entry = draft(author, showcase)
    again = author.post(reverse("events:entry.create", kwargs={"pk": showcase.pk}))
    assert again["Location"].endswith(f"{entry.pk}/")
    assert entry.school == cast.school
    assert [one.person for one in entry.authors.all()] == [cast.zhou_jing]


def test_someone_with_two_schools_chooses(cast, showcase):
    teacher = make.client(cast.luo_ping, "teacher")
    url = reverse("events:entry.create", kwargs={"pk": showcase.pk})
    assert teacher.post(url).status_code == 422
    assert teacher.post(url, {"school": cast.other_school.pk}).status_code == 303
    assert Entry.objects.get().school == cast.other_school
    assert teacher.post(url, {"school": cast.commission.pk}).status_code == 422


def test_autosave_keeps_what_is_written_so_far(author, showcase):
    entry = draft(author, showcase)
    answer = send(author, entry, "save", title="只有标题", version=0)
    assert answer.json()["version"] == 1
    assert stored(entry).title == "只有标题"
    assert stored(entry).state == E.DRAFT
    # The same words again are no new version.
    assert send(author, entry, "save", title="只有标题", version=0).json()["version"] == 1


def test_two_windows_never_overwrite_each_other_and_both_texts_are_shown(author, showcase):
    entry = draft(author, showcase)
    send(author, entry, "save", title="第一个窗口", version=0)
    assert send(author, entry, "save", title="第二个窗口", version=0).status_code == 409
    both = send(author, entry, **words(entry, title="第二个窗口", version=0))
    assert both.status_code == 409
    page = both.content.decode()
    assert "第一个窗口" in page
    assert "第二个窗口" in page
    assert stored(entry).title == "第一个窗口"
    # "Keep my text" sends the same form with the version that was shown.
    assert send(author, entry, **words(entry, title="第二个窗口", version=1)).status_code == 303
    assert stored(entry).title == "第二个窗口"


def test_sending_in_needs_everything_and_keeps_what_is_there(author, showcase):
    entry = draft(author, showcase)
    answer = send(author, entry, **words(entry, summary="", then="submit"))
    assert answer.status_code == 422
    assert "still empty" in answer.content.decode()
    assert stored(entry).title == "家庭书角"
    assert stored(entry).state == E.DRAFT


def test_pressed_twice_it_is_sent_once(author, showcase):
    entry = draft(author, showcase)
    send(author, entry, **words(entry))
    for _press in range(2):
        assert send(author, entry, "advance", action="submit").status_code == 303
    assert stored(entry).state == E.SUBMITTED
    assert records_of(entry).count() == 1


def test_a_school_has_its_quota_and_no_more(cast, author, showcase):
    for title in ("一", "二"):
        stage.entry(showcase, cast.principal, cast.school, title=title)
    entry = draft(author, showcase)
    send(author, entry, **words(entry))
    page = send(author, entry, "advance", action="submit")
    assert "used all its places" in author.get(page["Location"]).content.decode()
    assert stored(entry).state == E.DRAFT
    # A withdrawn work gives its place back; another school's works never counted.
    Entry.objects.filter(title="一").update(state=E.WITHDRAWN)
    send(author, entry, "advance", action="submit")
    assert stored(entry).state == E.SUBMITTED


@pytest.mark.parametrize(("classes", "quota"), [(1, 2), (24, 2), (25, 3), (48, 3), (49, 4)])
def test_the_quota_follows_the_number_of_classes(cast, author, showcase, classes, quota):
    for number in range(classes - 1):
        make.school_class(cast.school, number=100 + number)
    make.school_class(cast.school, entry_year=2010, number=1)  # has left
    entry = draft(author, showcase)
    page = author.get(reverse("events:entry.edit", kwargs={"pk": entry.pk}))
    assert page.context["quota"].quota == quota


def test_after_the_deadline_the_draft_is_kept_and_a_moved_deadline_carries_it(cast, author, showcase):
    entry = draft(author, showcase)
    send(author, entry, **words(entry))
    late = showcase.closes_at + timedelta(minutes=1)
    office = make.client(cast.district_staff)
    url = reverse("events:showcase.advance", kwargs={"pk": showcase.pk})
    with clock.freeze(late):
        page = send(author, entry, "advance", action="submit")
        assert "deadline" in author.get(page["Location"]).content.decode()
        assert stored(entry).state == E.DRAFT
        assert stored(entry).title == "家庭书角"
        office.post(url, {"action": "close_submission", "expected": "submission_open"})
        # The draft can still be written on.
        assert send(author, entry, "save", **words(stored(entry), title="改过")).status_code == 200
        Showcase.objects.update(closes_at=late + timedelta(days=2))
        office.post(url, {"action": "reopen_submission", "expected": "submission_closed"})
        send(author, entry, "advance", action="submit")
    assert stored(entry).state == E.SUBMITTED
    assert stored(entry).title == "改过"


def test_in_the_last_second_it_still_counts(author, showcase):
    entry = draft(author, showcase)
    send(author, entry, **words(entry))
    with clock.freeze(showcase.closes_at):
        send(author, entry, "advance", action="submit")
    assert stored(entry).state == E.SUBMITTED


def test_a_work_in_review_cannot_be_changed_or_withdrawn(cast, author):
    showcase = stage.at(cast, S.BLIND_REVIEWING)
    entry = stage.entry(showcase, cast.zhou_jing, cast.school, E.UNDER_REVIEW, number=1)
    assert send(author, entry, "save", **words(entry)).status_code == 403
    send(author, entry, "advance", action="withdraw")
    assert stored(entry).state == E.UNDER_REVIEW


def test_a_repair_is_asked_once_with_a_reason_and_has_two_working_days(cast, author):
    office = make.client(cast.district_staff)
    with clock.freeze(stage.START):
        showcase = stage.at(cast, S.QUALIFICATION_CHECKING)
        entry = stage.entry(showcase, cast.zhou_jing, cast.school)
        assert send(office, entry, "check", action="ask_correction").status_code == 422
        assert send(office, entry, "check", action="ask_correction", reason="正文里有校名。").status_code == 303
        assert stored(entry).correction_until.isoformat() == "2026-09-03"
        page = author.get(reverse("events:entry.edit", kwargs={"pk": entry.pk})).content.decode()
        assert "正文里有校名。" in page
        assert send(office, entry, "check", action="disqualify", reason="没有等到期。").status_code == 409
        send(author, entry, **words(stored(entry), body="改好的正文。", then="resubmit"))
        assert stored(entry).state == E.SUBMITTED
        assert send(office, entry, "check", action="ask_correction", reason="再改一次。").status_code == 409
        assert send(office, entry, "check", action="qualify").status_code == 303
    assert stored(entry).state == E.QUALIFIED


def test_who_lost_the_post_yesterday_has_no_work_any_more(cast, showcase):
    entry = stage.entry(showcase, cast.former_teacher, cast.school, E.DRAFT)
    client = make.client(cast.former_teacher, "teacher")
    assert client.get(reverse("events:entry.edit", kwargs={"pk": entry.pk})).status_code == 404


BAD = [
    ({"title": "长" * 61}, "title"),
    ({"summary": "长" * 201}, "summary"),
    ({"body": "长" * 20_001}, "body"),
    ({"track": "no-track"}, "track"),
    ({"track": "018f0000-0000-7000-8000-000000000000"}, "track"),
    ({"author_1": "018f0000-0000-7000-8000-000000000000"}, "author_1"),
    ({"version": "-1"}, "version"),
    ({"version": "abc"}, "version"),
    ({"title": "nul\x00"}, "title"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_bad_input_gets_one_sentence_beside_its_field_and_changes_nothing(author, showcase, wrong, field):
    entry = draft(author, showcase)
    answer = send(author, entry, **words(entry, **wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert len(answer.context["form"].errors[field]) == 1
    assert stored(entry).version == 0
    problem = send(author, entry, "save", **words(entry, **wrong))
    assert problem.status_code == 422
    assert list(problem.json()["fields"]) == [field]


def test_html_stays_text(author, showcase):
    entry = draft(author, showcase)
    send(author, entry, **words(entry, title="<script>x</script>", body="<img src=x onerror=y>"))
    page = author.get(reverse("events:entry.edit", kwargs={"pk": entry.pk})).content.decode()
    assert "<script>x" not in page
    assert "<img src=x" not in page


def test_authors_are_colleagues_named_once(cast, author, showcase):
    entry = draft(author, showcase)
    other_school = make.post(Role.PRINCIPAL, cast.other_school)
    assert send(author, entry, **words(entry, author_2=other_school.pk)).status_code == 422
    assert send(author, entry, **words(entry, author_2=cast.zhou_jing.pk)).status_code == 422
    assert send(author, entry, **words(entry, author_2=cast.luo_ping.pk)).status_code == 303
    assert [one.person for one in entry.authors.all()] == [cast.zhou_jing, cast.luo_ping]
