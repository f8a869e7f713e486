"""Copy the front-end code that pages load from the installed npm packages to where static files are found.

Third-party code is never committed: `make` installs it from the lock file and this puts it under
build/vendor, so that `{% static "vendor/htmx.min.js" %}` finds it.
"""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
TARGET = ROOT / "build" / "vendor" / "vendor"

FILES = (
    "htmx.org/dist/htmx.min.js",
    "idiomorph/dist/idiomorph.min.js",
)


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(PACKAGES / name, TARGET / Path(name).name)


if __name__ == "__main__":
    main()
