import pytest

from parents_school.domain import captions
from parents_school.seeding import video_rendering
from parents_school.seeding.video_and_quiz_courses import VIDEO_AND_QUIZ_COURSES

GOOD = (
    "\ufeffWEBVTT - 说明\r\n\r\nNOTE 一句\r\n\r\n"
    "1\r\n00:01.000 --> 00:02.500 align:start\r\n<v 老师>先停\r\n再看\r\n\r\n"
    "01:00:00.000 --> 01:00:01.000\r\n完\r\n"
)


def test_a_good_file_is_read():
    cues = captions.parse(GOOD)
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in cues] == [
        (1000, 2500, "先停 再看"),
        (3_600_000, 3_601_000, "完"),
    ]
    assert cues[1].at == "60:00"


@pytest.mark.parametrize(
    ("bad", "line"),
    [
        ("", 1),
        ("1\n00:01.000 --> 00:02.000\nx", 1),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nx", 1),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nx", 3),
        ("WEBVTT\n\n00:03.000 --> 00:02.000\nx", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n", 3),
        ("WEBVTT\n", 2),
        ("WEBVTT\n\n00:99.000 --> 01:00.000\nx", 3),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nx\n\n00:01.000 --> 00:02.000\ny", 6),
    ],
)
def test_what_is_no_webvtt(bad, line):
    with pytest.raises(captions.BadCaptions) as found:
        captions.parse(bad)
    assert found.value.line == line


@pytest.mark.parametrize("full", VIDEO_AND_QUIZ_COURSES.values(), ids=list(VIDEO_AND_QUIZ_COURSES))
def test_the_demos_captions_cover_every_scene(full):
    assert [cue.text for cue in captions.parse(video_rendering.captions_of(full))] == [
        scene.said for scene in full.scenes
    ]
