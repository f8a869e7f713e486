"""Numbers to SVG: the bend, the slice and the charts. Pure geometry, no words and no colours of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, hypot, pi, sin

BEND = "M-12 104C46 104 70 100 80 70 90 38 100 18 146 18H214C260 18 270 38 280 70 290 100 314 104 372 104"
CURVES = (
    ((-12, 104), (46, 104), (70, 100), (80, 70)),
    ((80, 70), (90, 38), (100, 18), (146, 18)),
    ((146, 18), (168, 18), (191, 18), (214, 18)),
    ((214, 18), (260, 18), (270, 38), (280, 70)),
    ((280, 70), (290, 100), (314, 104), (372, 104)),
)
SHARES = {1: (50,), 2: (35, 65), 3: (20, 50, 80), 4: (17, 38, 62, 83), 5: (14, 31.5, 50, 68.5, 86)}
STEPS = 200


@dataclass(frozen=True)
class BendStop:
    x: float
    y: float
    state: str
    text: str

    @property
    def baseline(self) -> float:
        return round(self.y + 5.3, 1)


@cache
def _bend_lengths() -> tuple[tuple[tuple[float, float], ...], tuple[float, ...]]:
    points = [_bezier(curve, step / STEPS) for curve in CURVES for step in range(STEPS + 1)]
    lengths = [0.0]
    for (x1, y1), (x2, y2) in pairwise(points):
        lengths.append(lengths[-1] + hypot(x1 - x2, y1 - y2))
    return tuple(points), tuple(length / lengths[-1] * 100 for length in lengths)


def _bezier(curve: Sequence[tuple[float, float]], t: float) -> tuple[float, float]:
    u = 1 - t
    weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
    x, y = (sum(w * point[axis] for w, point in zip(weights, curve, strict=True)) for axis in (0, 1))
    return x, y


def bend_stops(stops: Sequence[tuple[str, str]]) -> tuple[list[BendStop], float]:
    """Return where one to five stops stand, and how far the water has come (percent of the bend's length)."""
    points, lengths = _bend_lengths()
    shares = SHARES[len(stops)]
    placed = []
    for (state, text), share in zip(stops, shares, strict=True):
        nearest = min(range(len(lengths)), key=lambda i: abs(lengths[i] - share))
        x, y = points[nearest]
        placed.append(BendStop(round(x, 1), round(y, 1), state, text))
    reached = [i for i, (state, _text) in enumerate(stops) if state]
    return placed, shares[reached[-1]] if reached else 0


def segment_lines() -> list[tuple[str, str, str, str]]:
    """Return the ten lines that cut the citrus slice into segments."""
    angles = [k * pi / 5 for k in range(10)]
    return [
        (f"{50 + 31 * cos(a):.1f}", f"{50 + 31 * sin(a):.1f}", f"{50 + 49 * cos(a):.1f}", f"{50 + 49 * sin(a):.1f}")
        for a in angles
    ]


WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 620, 240, 44, 60, 24, 36


@dataclass(frozen=True)
class ChartLine:
    name: str
    tone: str
    path: str
    dots: list[tuple[float, float, str]]


def _ceiling(highest: float) -> float:
    for unit in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 100000):
        if highest <= unit * 2:
            return unit * 2
    return highest


def line_chart_geometry(series: Sequence[dict], labels: Sequence[str]) -> dict:
    """Return a line chart's geometry: at most two series over named points, three ticks from zero.

    `series` holds dicts of `name`, `values`, `tone`. The result has `lines`, `ticks` (y, value) and `marks` (x, label).
    """
    top = _ceiling(max((value for line in series for value in line["values"]), default=1) or 1)
    step = (WIDTH - LEFT - RIGHT) / max(len(labels) - 1, 1)
    floor = HEIGHT - BOTTOM

    def y(value: float) -> float:
        return round(floor - value / top * (floor - TOP), 1)

    drawn = []
    for line in series[:2]:
        dots = [(round(LEFT + i * step, 1), y(value), str(value)) for i, value in enumerate(line["values"])]
        path = "M" + "L".join(f"{x} {height}" for x, height, _value in dots)
        drawn.append(ChartLine(line["name"], line.get("tone", "pepper"), path, dots))
    return {
        "lines": drawn,
        "ticks": [(y(value), f"{value:g}") for value in (0, top / 2, top)],
        "marks": [(round(LEFT + i * step, 1), label) for i, label in enumerate(labels)],
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
    }
