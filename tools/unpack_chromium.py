"""Unpack the Chromium that its npm package carries, with the few system libraries that it needs."""

import tarfile
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests" / "browser" / "node_modules" / "@sparticuz" / "chromium" / "bin"
TARGET = ROOT / "build" / "chromium"


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    # Moved into its place when it is whole: the one that is there may be running.
    fresh = TARGET / "chromium.new"
    fresh.write_bytes(brotli.decompress((SOURCE / "chromium.br").read_bytes()))
    fresh.chmod(0o755)
    fresh.replace(TARGET / "chromium")
    for name in ("al2023", "swiftshader"):
        packed = brotli.decompress((SOURCE / f"{name}.tar.br").read_bytes())
        with tarfile.open(fileobj=BytesIO(packed)) as archive:
            # The first releases of Python 3.11 have no filters yet; the archive's hash is pinned either way.
            safely: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
            archive.extractall(TARGET / name, **safely)  # noqa: S202  # see above


if __name__ == "__main__":
    main()
