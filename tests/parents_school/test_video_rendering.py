"""The demo's videos are real ones, the same every time, and small."""

import re
import subprocess

import imageio_ffmpeg
import pytest

from parents_school.seeding import video_rendering
from parents_school.seeding.catalogue import COURSES
from parents_school.seeding.video_and_quiz_courses import VIDEO_AND_QUIZ_COURSES

from . import sample_videos


def told(path) -> str:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def test_it_is_h264_with_sound_and_starts_at_once():
    path = sample_videos.short_video()
    said = told(path)
    assert re.search(r"Video: h264 .*yuv420p.* 640x360", said)
    assert "Audio: aac" in said
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    assert len(content) < 1_500_000


def test_the_same_scenes_give_the_same_video(tmp_path):
    again = tmp_path / "again.mp4"
    video_rendering.encode_video(sample_videos.SCENES, again)
    assert again.read_bytes() == sample_videos.short_video().read_bytes()


def test_a_warm_start_draws_nothing(tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path
    drawn = []
    monkeypatch.setattr(
        video_rendering, "encode_video", lambda scenes, target: drawn.append(target) or target.write_bytes(b"x")
    )
    full = next(iter(VIDEO_AND_QUIZ_COURSES.values()))
    assert video_rendering.render_video(full) == video_rendering.render_video(full)
    assert len(drawn) == 1


@pytest.mark.parametrize("full", VIDEO_AND_QUIZ_COURSES.values(), ids=list(VIDEO_AND_QUIZ_COURSES))
def test_a_demo_video_lasts_forty_to_sixty_seconds(full):
    assert 40 <= len(full.scenes) * video_rendering.SCENE_SECONDS <= 60


def test_twenty_courses_three_of_them_full():
    titles = [course.title for course in COURSES]
    assert len(set(titles)) == 20
    assert set(VIDEO_AND_QUIZ_COURSES) < set(titles)
    for full in VIDEO_AND_QUIZ_COURSES.values():
        assert all(sum(right for _t, _s, right in choices) == 1 for _question, choices in full.quiz)
