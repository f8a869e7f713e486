"""Watched truly: what a player reports, and what the clock lets it claim."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from cocare.core import clock
from parents_school import page_tokens
from parents_school.models import LessonProgress
from tests import factories as make

from . import building

pytestmark = pytest.mark.django_db


class Player:
    """An opened lesson page on one device, with a clock that the test moves."""

    def __init__(self, who, lesson, at):
        self.lesson, self.seq = lesson, 0
        self.browser = make.client(who)
        with clock.freeze(at):
            self.token = page_tokens.issue(make.actor(who), lesson)

    def report(self, at, *spans, position=0, seq=None, **more):
        self.seq = seq or self.seq + 1
        one = {"token": self.token, "seq": self.seq, "spans": [list(span) for span in spans], "position": position}
        return self.send(at, {"reports": [one | more]})

    def send(self, at, data):
        with clock.freeze(at):
            url = reverse("parents_school:lesson.report", args=[self.lesson.pk])
            body = data if isinstance(data, str) else json.dumps(data)
            return self.browser.post(url, body, content_type="application/json")


@pytest.fixture
def lesson(cast):
    course = building.course()
    lesson = building.video_lesson(course, seconds=50)
    building.quiz_lesson(course)
    make.client(cast.lin_lan).post(reverse("parents_school:course.join", args=[course.pk]))
    return lesson


@pytest.fixture
def start():
    return clock.now()


def after(start, seconds):
    return start + timedelta(seconds=seconds)


def test_played_stretches_add_up_once(cast, lesson, start):
    player = Player(cast.lin_lan, lesson, start)
    assert player.report(after(start, 10), (0, 10_000), position=10_000).json()["watched"] == 10_000
    again = player.report(after(start, 20), (5_000, 15_000), position=15_000).json()
    assert again == {"percent": 30, "watched": 15_000, "done": False, "refused": []}


def test_it_never_falls(cast, lesson, start):
    player = Player(cast.lin_lan, lesson, start)
    player.report(after(start, 20), (0, 20_000))
    assert player.report(after(start, 30), (0, 1_000)).json()["watched"] == 20_000


def test_jumping_to_the_end_counts_what_was_played_there(cast, lesson, start):
    player = Player(cast.lin_lan, lesson, start)
    answer = player.report(after(start, 6), (0, 1_000), (46_000, 50_000), position=50_000).json()
    assert (answer["percent"], answer["done"]) == (10, False)


def test_faster_than_the_clock_is_refused(cast, lesson, start):
    player = Player(cast.lin_lan, lesson, start)
    refused = player.report(after(start, 5), (0, 50_000), position=50_000)
    assert (refused.status_code, refused.json()["refused"]) == (409, [1])
    assert LessonProgress.objects.get().watched_ms == 0
    fine = player.report(after(start, 10), (0, 10_000))
    assert (fine.status_code, fine.json()["watched"]) == (200, 10_000)


def test_time_that_was_reported_can_not_be_used_again(cast, lesson, start):
    player = Player(cast.lin_lan, lesson, start)
    assert player.report(after(start, 20), (0, 40_000)).status_code == 200
    assert player.report(after(start, 20.5), (40_000, 50_000)).status_code == 409


def test_small_leaps_do_not_add_up_to_a_cheat(cast, lesson, start):
    player = Player(cast.lin_lan, lesson, start)
    for number in range(10):
        player.report(after(start, 1 + number / 10), (number * 5_000, number * 5_000 + 5_000))
    assert LessonProgress.objects.get().watched_ms <= 3_000 + 2_000 * 2


def test_twice_the_speed_is_allowed(cast, lesson, start):
    player = Player(cast.lin_lan, lesson, start)
    assert player.report(after(start, 10), (0, 20_000)).status_code == 200
    assert player.report(after(start, 20), (20_000, 40_000)).json()["done"] is True


def test_many_windows_do_not_run_beside_each_other(cast, lesson, start):
    windows = [Player(cast.lin_lan, lesson, start) for _ in range(5)]
    statuses = [
        window.report(after(start, 5), (n * 10_000, n * 10_000 + 10_000)).status_code
        for n, window in enumerate(windows)
    ]
    assert 409 in statuses
    assert LessonProgress.objects.get().watched_ms <= 2 * 5_000 + 10_000


def test_a_report_that_comes_twice_counts_once(cast, lesson, start):
    player = Player(cast.lin_lan, lesson, start)
    player.report(after(start, 10), (0, 10_000), seq=1)
    again = player.report(after(start, 11), (20_000, 30_000), seq=1)
    assert again.json()["watched"] == 10_000


def test_a_queue_from_the_tunnel_arrives_late_and_counts(cast, lesson, start):
    phone = Player(cast.lin_lan, lesson, start)
    other = Player(cast.lin_lan, lesson, after(start, 30))
    other.report(after(start, 40), (0, 5_000))
    queue = [
        {
            "token": phone.token,
            "seq": n,
            "spans": [[n * 10_000, n * 10_000 + 10_000]],
            "position": n * 10_000 + 10_000,
        }
        for n in (1, 2, 3)
    ]
    answer = phone.send(after(start, 60), {"reports": queue}).json()
    assert answer["refused"] == []
    assert answer["watched"] == 35_000


def test_eighty_percent_is_done_and_stays_done(cast, lesson, start):
    player = Player(cast.lin_lan, lesson, start)
    assert player.report(after(start, 40), (0, 39_900)).json()["done"] is False
    assert player.report(after(start, 45), (39_900, 40_000)).json()["done"] is True
    assert player.report(after(start, 46), (0, 100)).json()["done"] is True


def test_the_second_is_kept_for_the_other_device(cast, lesson, start):
    Player(cast.lin_lan, lesson, start).report(after(start, 20), (0, 17_400), position=17_400)
    page = make.client(cast.lin_lan).get(reverse("parents_school:lesson.show", args=[lesson.pk]))
    assert 'data-resume="17"' in page.content.decode()


def test_two_guardians_watch_for_themselves(cast, lesson, start):
    make.client(cast.xu_heng).post(reverse("parents_school:course.join", args=[lesson.course_id]))
    Player(cast.lin_lan, lesson, start).report(after(start, 20), (0, 20_000))
    assert Player(cast.xu_heng, lesson, start).report(after(start, 20), (0, 5_000)).json()["watched"] == 5_000


def test_another_ones_page_mark_is_no_use(cast, lesson, start):
    mine, theirs = Player(cast.lin_lan, lesson, start), Player(cast.he_miao, lesson, start)
    assert mine.report(after(start, 20), (0, 20_000), token=theirs.token).status_code == 422


def test_an_old_page_mark_is_no_use(cast, lesson, start):
    player = Player(cast.lin_lan, lesson, start)
    assert player.report(after(start, 31 * 24 * 3600), (0, 20_000)).status_code == 422


def test_who_does_not_learn_the_course_may_not_report(cast, lesson, start):
    assert Player(cast.he_miao, lesson, start).report(after(start, 20), (0, 20_000)).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        "",
        "nonsense",
        "[]",
        "{}",
        '{"reports": []}',
        '{"reports": 3}',
        '{"reports": ["x"]}',
        json.dumps({"reports": [{"token": "x"}] * 51}),
    ],
)
def test_what_can_not_be_read_is_refused_whole(cast, lesson, start, body):
    assert Player(cast.lin_lan, lesson, start).send(after(start, 20), body).status_code == 422
    assert not LessonProgress.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"spans": "x"},
        {"spans": [[1]]},
        {"spans": [[5, 5]]},
        {"spans": [[9, 3]]},
        {"spans": [[-5, 3]]},
        {"spans": [["a", "b"]]},
        {"spans": [[True, 900]]},
        {"spans": [[0, 1e300]]},
        {"spans": [[0, 1]] * 101},
        {"seq": 0},
        {"seq": "x"},
        {"seq": None},
        {"position": -1},
        {"position": "x"},
        {"token": ""},
        {"token": "forged"},
        {"token": "x" * 500},
        {"token": {"a": 1}},
    ],
    ids=str,
)
def test_a_report_with_a_wrong_part_is_refused(cast, lesson, start, wrong):
    assert (
        Player(cast.lin_lan, lesson, start).report(after(start, 20), (0, 1_000), **{"seq": 1} | {}).status_code == 200
    )
    player = Player(cast.lin_lan, lesson, start)
    good = {"token": player.token, "seq": 1, "spans": [[0, 5_000]], "position": 5_000}
    assert player.send(after(start, 30), {"reports": [good | wrong]}).status_code == 422
    assert LessonProgress.objects.get().watched_ms == 1_000


def test_beyond_the_end_there_is_nothing(cast, lesson, start):
    answer = Player(cast.lin_lan, lesson, start).report(after(start, 60), (40_000, 90_000), position=90_000).json()
    assert answer["watched"] == 10_000
    assert LessonProgress.objects.get().position_ms == 50_000


def test_a_text_takes_no_reports(cast, start):
    text = building.text_lesson(building.course())
    make.client(cast.lin_lan).post(reverse("parents_school:course.join", args=[text.course_id]))
    assert Player(cast.lin_lan, text, start).report(after(start, 60), (0, 9_000)).status_code == 422
