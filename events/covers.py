"""Generated covers: a river through hills, terraced fields from above, or a citrus slice; one picture a seed.

Presentation attributes only, so that the strict CSP allows them inline and as a file.
"""

import itertools
import math
import random
from collections.abc import Callable

WIDTH, HEIGHT = 640, 400
TURN = 2 * math.pi
SLICES = 10
# paper, far, middle, near, water, berry
PALETTES = (
    ("#dfe9d3", "#8fb37e", "#3d7a4d", "#16542d", "#bfe0e6", "#fcad25"),
    ("#f3e3bd", "#dcae58", "#6f8f4d", "#1d4d33", "#cfe6e4", "#e0662f"),
    ("#d5e8ea", "#7fb0b8", "#2f6f7f", "#123f45", "#f1f4e6", "#fcad25"),
    ("#eadfca", "#c9a982", "#7d6a4a", "#3b3d2a", "#dfe9e2", "#d8562f"),
    ("#e3ecd0", "#b6c76a", "#5f8a3a", "#204f2b", "#f6f7ea", "#f08a24"),
    ("#20402f", "#2f6244", "#4f8a58", "#94bd78", "#0d2b1d", "#fcad25"),
    ("#f6d9b8", "#e79a63", "#a4553b", "#4a2f2a", "#f7efdf", "#fbd15f"),
    ("#cfe0d8", "#86a99c", "#456f68", "#1e3f3c", "#eef4ef", "#e9b949"),
)
Palette = tuple[str, ...]


def _hill(chance: random.Random, y: float, swing: float, fill: str) -> str:
    xs = range(0, WIDTH + 81, 80)
    points = [(x, y + swing * math.sin(x / WIDTH * TURN * chance.uniform(0.8, 1.2) + chance.random() * 6)) for x in xs]
    path = f"M0 {HEIGHT}L0 {points[0][1]:.0f}"
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        middle = (x0 + x1) / 2
        path += f"C{middle:.0f} {y0:.0f} {middle:.0f} {y1:.0f} {x1:.0f} {y1:.0f}"
    return f'<path d="{path}L{WIDTH + 80} {HEIGHT}Z" fill="{fill}"/>'


def _berries(x: float, y: float, size: int, fill: str) -> str:
    spots = ((0, 0), (12, 5), (3, 13))
    return "".join(f'<circle cx="{x + dx:.0f}" cy="{y + dy:.0f}" r="{size}" fill="{fill}"/>' for dx, dy in spots)


def _river(chance: random.Random, colours: Palette) -> str:
    paper, far, middle, near, water, berry = colours
    sun_x, sun_y = chance.uniform(0.15, 0.85) * WIDTH, chance.uniform(0.18, 0.36) * HEIGHT
    parts = [f'<circle cx="{sun_x:.0f}" cy="{sun_y:.0f}" r="{chance.uniform(30, 58):.0f}" fill="{berry}"/>']
    parts += [_hill(chance, HEIGHT * 0.42, 34, far), _hill(chance, HEIGHT * 0.56, 26, middle)]
    left, right = WIDTH * chance.uniform(0.2, 0.34), WIDTH * chance.uniform(0.64, 0.8)
    top = HEIGHT * chance.uniform(0.52, 0.6)
    parts.append(_hill(chance, HEIGHT * 0.7, 14, near))
    bend = (
        f"M-40 388C{left - 40:.0f} 392 {left - 30:.0f} 344 {left:.0f} 304S{left + 30:.0f} {top:.0f} "
        f"{(left + right) / 2:.0f} {top:.0f} {right - 20:.0f} 264 {right:.0f} 312 {right + 60:.0f} 388 680 372"
    )
    parts.append(f'<path d="{bend}" fill="none" stroke="{water}" stroke-width="34" stroke-linecap="round"/>')
    parts.append(f'<path d="{bend}" fill="none" stroke="{paper}" stroke-width="3" stroke-dasharray="40 26 90 30"/>')
    for index in range(7):
        x, y = chance.uniform(left + 30, right - 30), chance.uniform(top + 46, HEIGHT * 0.86)
        parts.append(_berries(x, y, 6, far if index % 4 else berry))
    return "".join(parts)


def _fields(chance: random.Random, colours: Palette) -> str:
    paper, far, middle, near, water, berry = colours
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{far}"/>']
    for y in range(-40, HEIGHT + 80, 84):
        x = -60
        while x < WIDTH + 60:
            width = chance.choice((90, 130, 180))
            parts.append(
                f'<rect x="{x}" y="{y + chance.randint(-8, 8)}" width="{width - 8}" height="76" rx="20" '
                f'fill="{chance.choice((paper, middle, near, far))}" transform="rotate(-9 320 200)"/>'
            )
            x += width
    side = chance.choice((-1, 1))

    def at(x: int) -> int:
        return 320 + side * (x - 320)

    bend = (
        f"M{at(-30)} 60C{at(160)} 40 {at(210)} 120 {at(180)} 220S{at(250)} 372 {at(360)} 340 "
        f"{at(430)} 180 {at(500)} 120 {at(600)} 90 {at(680)} 120"
    )
    for colour, width in ((near, 62), (water, 50)):
        parts.append(f'<path d="{bend}" fill="none" stroke="{colour}" stroke-width="{width}"/>')
    parts.append(f'<path d="{bend}" fill="none" stroke="{paper}" stroke-width="3" stroke-dasharray="60 34 20 40"/>')
    parts += [_berries(at(250 + index % 3 * 34), 130 + index // 3 * 40, 7, berry) for index in range(9)]
    return "".join(parts)


def _slice(chance: random.Random, colours: Palette) -> str:
    _paper, _far, middle, near, water, berry = colours
    x, y, radius = chance.choice((220, 400)), 236, 168
    parts = [f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{berry}"/>']
    parts.append(f'<circle cx="{x}" cy="{y}" r="{radius - 16}" fill="{water}"/>')
    inner = radius - 26
    for index in range(SLICES):
        first, last = index * TURN / SLICES + 0.05, (index + 1) * TURN / SLICES - 0.05
        centre = (first + last) / 2
        parts.append(
            f'<path d="M{x + 16 * math.cos(centre):.0f} {y + 16 * math.sin(centre):.0f}'
            f"L{x + inner * math.cos(first):.0f} {y + inner * math.sin(first):.0f}"
            f'A{inner} {inner} 0 0 1 {x + inner * math.cos(last):.0f} {y + inner * math.sin(last):.0f}Z" '
            f'fill="{berry}" stroke="{berry}" stroke-width="8" stroke-linejoin="round"/>'
        )
    parts += [_hill(chance, HEIGHT * 0.66, 24, middle), _hill(chance, HEIGHT * 0.8, 16, near)]
    parts.append(
        f'<path d="M-20 372C150 340 210 384 330 366S520 330 670 362" fill="none" stroke="{water}" stroke-width="18"/>'
    )
    return "".join(parts)


DRAW: tuple[Callable[[random.Random, Palette], str], ...] = (_river, _fields, _river, _slice)


def cover_svg(seed: int) -> str:
    """The picture of a seed as an SVG document; the same seed gives the same picture."""
    chance = random.Random(seed)  # noqa: S311  # art, not secrecy
    colours = PALETTES[seed % len(PALETTES)]
    drawing = DRAW[seed // len(PALETTES) % len(DRAW)](chance, colours)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'preserveAspectRatio="xMidYMid slice"><rect width="{WIDTH}" height="{HEIGHT}" fill="{colours[0]}"/>'
        f"{drawing}</svg>"
    )
