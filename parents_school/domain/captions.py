"""WebVTT: reading the captions of a video, for checking them and for the written version beside the player."""

import re
from dataclasses import dataclass

STAMP = r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[.](\d{3})"
TIMING = re.compile(rf"^{STAMP}\s+-->\s+{STAMP}(?:\s.*)?$")
MARK = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Cue:
    start_ms: int
    end_ms: int
    text: str

    @property
    def at(self) -> str:
        """When it is said, as "1:05"."""
        seconds = self.start_ms // 1000
        return f"{seconds // 60}:{seconds % 60:02d}"


class BadCaptions(ValueError):
    """It is no WebVTT; `line` is where reading stopped (from 1)."""

    def __init__(self, line: int):
        super().__init__(line)
        self.line = line


def parse(text: str) -> list[Cue]:
    """Return the cues in order. Raise BadCaptions for anything but a WebVTT file with at least one cue."""
    lines = text.replace("\r\n", "\n").replace("\ufeff", "").split("\n")
    if not re.match(r"WEBVTT(\s|$)", lines[0]):
        raise BadCaptions(1)
    cues: list[Cue] = []
    number = 0
    while number < len(lines):
        if "-->" not in lines[number]:
            number += 1
            continue
        start, end = _timing(lines[number], number + 1, cues)
        number += 1
        said = []
        while number < len(lines) and lines[number].strip():
            said.append(MARK.sub("", lines[number]).strip())
            number += 1
        if not said:
            raise BadCaptions(number)
        cues.append(Cue(start, end, " ".join(said)))
    if not cues:
        raise BadCaptions(len(lines))
    return cues


def _timing(line: str, number: int, before: list[Cue]) -> tuple[int, int]:
    timing = TIMING.match(line.strip())
    if not timing:
        raise BadCaptions(number)
    start, end = _milliseconds(timing.groups()[:4]), _milliseconds(timing.groups()[4:])
    if end <= start or (before and start < before[-1].start_ms):
        raise BadCaptions(number)
    return start, end


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
