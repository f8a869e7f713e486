"""The courses of the demo district, read from courses.toml: title, for whom, what it helps with, one text each.

The text is the first lesson of its course; three courses go on with a video and a quiz (video_and_quiz_courses.py).
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from parents_school.enums import Need


@dataclass(frozen=True)
class CourseText:
    title: str
    stages: tuple[str, ...]
    need: Need
    hours: int
    summary: str
    lesson: str
    minutes: int
    text: str


def _read() -> tuple[CourseText, ...]:
    source = Path(__file__).with_name("courses.toml").read_text(encoding="utf-8")
    return tuple(
        CourseText(**{**facts, "stages": tuple(facts["stages"]), "need": Need(facts["need"])})
        for facts in tomllib.loads(source)["course"]
    )


COURSES = _read()
