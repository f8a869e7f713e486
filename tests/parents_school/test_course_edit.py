"""Writing a course: its facts, lessons, questions, video; every form with bad input."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cocare.files.models import File
from parents_school.enums import CourseState
from parents_school.models import Course, Lesson, Question
from tests import factories as make

from . import building, sample_videos

pytestmark = pytest.mark.django_db

COURSE = {
    "title": "听孩子说",
    "summary": "十分钟",
    "stages": ["primary", "junior"],
    "need": "talk",
    "hours": "2",
    "byline": "陈老师",
}
QUESTION = {
    "text": "先做什么?",
    "right": "2",
    "choice_1": "讲道理",
    "said_1": "太快了",
    "choice_2": "先听",
    "said_2": "对",
    "choice_3": "",
    "said_3": "",
    "choice_4": "",
    "said_4": "",
}


def url(name, *args):
    return reverse(f"parents_school:{name}", args=args)


@pytest.fixture
def writer(cast):
    return make.client(cast.team_member)


@pytest.fixture
def course(cast):
    return building.full_course(author=cast.team_member, state=CourseState.AUTHORING)


def lesson(course, kind) -> Lesson:
    return course.lessons.get(kind=kind)


def test_a_topic_is_proposed(cast, writer):
    assert writer.post(url("course.create"), COURSE).status_code == 303
    made = Course.objects.get()
    assert (made.author, made.state, made.stages, made.hours) == (
        cast.team_member,
        "proposed",
        ["primary", "junior"],
        2,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "字" * 61),
        ("summary", ""),
        ("summary", "字" * 501),
        ("stages", []),
        ("stages", ["university"]),
        ("need", ""),
        ("need", "x"),
        ("hours", ""),
        ("hours", "0"),
        ("hours", "41"),
        ("hours", "1e9"),
        ("hours", "-2"),
        ("byline", "字" * 61),
    ],
)
def test_a_bad_field_is_said_beside_it_and_the_rest_is_kept(writer, field, value):
    answer = writer.post(url("course.create"), COURSE | {field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "aria-invalid" in answer.content.decode() or field == "stages"
    assert "陈老师" in answer.content.decode() or field == "byline"
    assert not Course.objects.exists()


def test_html_in_a_title_stays_text(writer):
    writer.post(url("course.create"), COURSE | {"title": "<b onclick=x>题</b>"})
    page = writer.get(url("authoring.show", Course.objects.get().pk)).content.decode()
    assert "<b onclick" not in page
    assert "&lt;b onclick" in page


def test_lessons_are_added_in_order_and_moved(writer, course):
    writer.post(url("lesson.create", course.pk, "text"), {"title": "第四课", "minutes": "4", "body": "文"})
    assert [row.position for row in course.lessons.all()] == [1, 2, 3, 4]
    last = course.lessons.last()
    for _ in range(6):
        writer.post(url("lesson.move", last.pk), {"by": "-1"})
    assert course.lessons.first() == last
    writer.post(url("lesson.move", last.pk), {"by": "sideways"})
    writer.post(url("lesson.move", last.pk), {"by": "1"})
    assert list(course.lessons.all())[1] == last


def test_a_lesson_is_taken_out(writer, course):
    writer.post(url("lesson.remove", lesson(course, "video").pk))
    assert [(row.kind, row.position) for row in course.lessons.all()] == [("text", 1), ("quiz", 2)]


def test_what_a_family_has_learned_with_stays(cast, writer):
    course = building.full_course(author=cast.team_member, state=CourseState.REVISING)
    building.answered(course, cast.lin_lan)
    question = lesson(course, "quiz").questions.first()
    for name, pk in (("lesson.remove", lesson(course, "quiz").pk), ("question.remove", question.pk)):
        answer = writer.post(url(name, pk), follow=True)
        assert "已经有家长学过" in answer.content.decode()
    shorter = QUESTION | {"right": "1"}
    assert writer.post(url("question.edit", question.pk), shorter).status_code == 303
    assert question.choices.count() == 2


@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        ("text", {"title": "", "minutes": "3", "body": "x"}, "title"),
        ("text", {"title": "x", "minutes": "0", "body": "x"}, "minutes"),
        ("text", {"title": "x", "minutes": "91", "body": "x"}, "minutes"),
        ("text", {"title": "x", "minutes": "3", "body": "x" * 20_001}, "body"),
        ("video", {"title": "x", "minutes": "3", "captions": "hello"}, "captions"),
        ("video", {"title": "x", "minutes": "3", "captions": "WEBVTT\n\n00:05.000 --> 00:01.000\nx"}, "captions"),
    ],
)
def test_a_bad_lesson_is_not_kept(writer, course, kind, data, field):
    before = Lesson.objects.count()
    answer = writer.post(url("lesson.create", course.pk, kind), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert writer.post(url("lesson.edit", lesson(course, kind).pk), data).status_code == 422
    assert Lesson.objects.count() == before


def test_there_is_no_fourth_kind(writer, course):
    assert writer.post(url("lesson.create", course.pk, "task"), {"title": "x", "minutes": "3"}).status_code == 404
    assert writer.get(url("question.create", lesson(course, "text").pk)).status_code == 404


def test_a_question_with_its_answers(writer, course):
    quiz = lesson(course, "quiz")
    assert (
        writer.post(url("question.create", quiz.pk), QUESTION | {"choice_3": "走开", "said_3": "先别走"}).status_code
        == 303
    )
    made = quiz.questions.last()
    assert [(c.text, c.right) for c in made.choices.all()] == [("讲道理", False), ("先听", True), ("走开", False)]
    writer.post(url("question.edit", made.pk), QUESTION | {"right": "1"})
    assert [(c.text, c.right) for c in made.choices.all()] == [("讲道理", True), ("先听", False)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "字" * 201}, "text"),
        ({"right": ""}, "right"),
        ({"right": "7"}, "right"),
        ({"right": "3"}, "right"),
        ({"choice_2": ""}, "choice_2"),
        ({"said_1": ""}, "said_1"),
        ({"choice_3": "x"}, "said_3"),
        ({"choice_4": "x", "said_4": "y"}, "choice_3"),
        ({"choice_1": "字" * 121}, "choice_1"),
    ],
)
def test_a_bad_question_is_not_kept(writer, course, change, field):
    before = Question.objects.count()
    answer = writer.post(url("question.create", lesson(course, "quiz").pk), QUESTION | change)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert Question.objects.count() == before


def test_once_handed_in_nothing_is_changed(cast, course, writer):
    course.state = CourseState.FIRST_REVIEW
    course.save()
    quiz = lesson(course, "quiz")
    assert writer.post(url("course.edit", course.pk), COURSE).status_code == 403
    assert writer.post(url("lesson.edit", quiz.pk), {"title": "x", "minutes": "1"}).status_code == 403
    assert writer.post(url("question.remove", quiz.questions.first().pk)).status_code == 403


def upload(browser, lesson, name, content, kind="video/mp4"):
    return browser.post(url("video.upload", lesson.pk), {"video": SimpleUploadedFile(name, content, kind)})


def test_a_video_is_taken_in_and_replaced(writer, course):
    video = course.lessons.create(position=9, kind="video", title="片", minutes=1)
    content = sample_videos.short_video().read_bytes()
    for _ in range(2):
        assert upload(writer, video, "片.mp4", content).status_code == 303
        source = video.sources.get()
        assert source.media_type == "video/mp4"
        assert source.file.attached_at
    video.refresh_from_db()
    assert video.seconds == 18
    assert "18 秒" in writer.get(url("lesson.edit", video.pk)).content.decode()


def test_families_see_the_video_only_once_it_is_published(cast, writer, course):
    video = course.lessons.create(position=9, kind="video", title="片", minutes=1)
    upload(writer, video, "片.mp4", sample_videos.short_video().read_bytes())
    address = reverse("files:file.show", args=[video.sources.get().file_id])
    assert make.client(cast.lin_lan).get(address).status_code == 404
    course.state, course.published_at = CourseState.PUBLISHED, course.created_at
    course.save()
    part = make.client(cast.lin_lan).get(address, HTTP_RANGE="bytes=0-99")
    assert (part.status_code, part["Content-Range"].split("/")[0]) == (206, "bytes 0-99")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.mp4", b""),
        ("program.mp4", b"MZ" + b"\0" * 500),
        ("page.mp4", b"<html><script>x</script></html>"),
        ("cut.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 200),
        ("text.mp4", b"hello"),
    ],
)
def test_what_is_no_video_is_not_taken(writer, course, name, content):
    video = course.lessons.create(position=9, kind="video", title="片", minutes=1)
    before = File.objects.count()
    answer = upload(writer, video, name, content)
    assert answer.status_code == 422
    assert answer.context["video_form"].errors["video"]
    video.refresh_from_db()
    assert (video.seconds, File.objects.count()) == (0, before)


def test_no_file_at_all(writer, course):
    answer = writer.post(url("video.upload", lesson(course, "video").pk), {})
    assert answer.status_code == 422
    assert "请选一个视频文件" in answer.content.decode()


def test_a_text_takes_no_video(writer, course):
    assert upload(writer, lesson(course, "text"), "片.mp4", b"x").status_code == 404
