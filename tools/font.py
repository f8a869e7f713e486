"""Build the one Chinese font that certificates and the demo's video are set in.

The npm package holds a variable font cut into about a hundred small files for browsers. PDF and video need
one plain TrueType file, so the pieces are pinned to one weight and merged. Takes about half a minute, once.
"""

import logging
import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
PIECES = ROOT / "node_modules" / "@fontsource-variable" / "noto-sans-sc" / "files"
TARGET = ROOT / "build" / "fonts" / "cocare-sans.ttf"
WEIGHT = 450


def pin(piece: Path, folder: Path) -> Path:
    """Write `piece` as a plain TrueType font of one weight and return where it is."""
    font = TTFont(piece)
    font.flavor = None
    instancer.instantiateVariableFont(font, {"wght": WEIGHT}, inplace=True)
    # Merging layout tables costs most of the time, and neither PDF nor video uses them.
    for table in ("GSUB", "GPOS", "GDEF", "STAT", "vhea", "vmtx", "VORG"):
        if table in font:
            del font[table]
    target = folder / (piece.stem + ".ttf")
    font.save(target)
    return target


def main() -> None:
    logging.disable(logging.WARNING)
    work = ROOT / "build" / "fonts" / "pieces"
    work.mkdir(parents=True, exist_ok=True)
    pieces = sorted(PIECES.glob("*-wght-normal.woff2"))
    if not pieces:
        sys.exit("No font pieces in node_modules: run `make`, which installs them first.")
    # The Latin piece first: where two pieces have a character, the first one wins.
    pieces.sort(key=lambda path: (not path.stem.endswith("latin-wght-normal"), path.name))
    merged = Merger().merge([str(pin(piece, work)) for piece in pieces])
    merged.save(TARGET)
    for path in work.iterdir():
        path.unlink()
    work.rmdir()


if __name__ == "__main__":
    main()
