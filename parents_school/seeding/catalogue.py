"""The courses of the demo district, read from courses.toml: title, for whom, what it helps with, one text each.

The text is the first lesson of its course; three courses go on with a video and a quiz (video_and_quiz_courses.py).
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from parents_school.enums import CourseNeed


@dataclass(frozen=True)
class CatalogueCourse:
    title: str
    stages: tuple[str, ...]
    need: CourseNeed
    hours: int
    summary: str
    lesson: str
    minutes: int
    text: str


def _read() -> tuple[CatalogueCourse, ...]:
    source = Path(__file__).with_name("courses.toml").read_text(encoding="utf-8")
    return tuple(
        CatalogueCourse(**{**facts, "stages": tuple(facts["stages"]), "need": CourseNeed(facts["need"])})
        for facts in tomllib.loads(source)["course"]
    )


COURSES = _read()
