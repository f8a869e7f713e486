"""The words of the pages, one catalogue an app.

    python tools/messages.py channel     collect the words of one app, keep what is translated, compile it
    python tools/messages.py             the same for every app
    python tools/messages.py --compile   only make the .mo files that Django reads (they are never committed)
    python tools/messages.py --check     say what is missing, fuzzy or out of date; exit 1 if anything is

The words of `templates/<app>/` belong to that app, shared templates and those of sign-in to `web`.
Catalogues come out the same whenever the source is the same: sorted, no dates, no line numbers.
"""

import argparse
import io
import os
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_Hans"
CATALOGUE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
HEADER = f"""msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES = PROJECT["tool"]["importlinter"]["root_packages"]
# Folders of templates/ that are not an app of ours: sign-in, drawn by the web floor.
WEB_FOLDERS = ("account", "allauth", "mfa", "socialaccount", "usersessions")

Key = tuple[str, str]


def apps() -> dict[str, Path]:
    """Label to folder of every app of the project."""
    found = [path for name in PACKAGES for depth in ("apps.py", "*/apps.py") for path in (ROOT / name).glob(depth)]
    return {path.parent.name: path.parent for path in sorted(found)}


def sources(label: str, folder: Path) -> Iterator[Path]:
    """The files whose words belong to one app, in a fixed order."""
    yield from sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)
    templates = ROOT / "templates"
    folders = [templates / label, *(templates / name for name in WEB_FOLDERS if label == "web")]
    for place in folders:
        yield from sorted(path for path in place.rglob("*") if path.suffix in (".html", ".txt"))
    if label == "web":
        yield from sorted(templates.glob("*.html"))


def words(path: Path) -> Iterator[tuple[str, str | tuple[str, str]]]:
    """(context, id or (singular, plural)) of every word marked for translation in one file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into something like Python; its indentation means nothing.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    for _line, found, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        identity = found if isinstance(found, str) else tuple(found)[-2:]
        if identity and identity != "":
            yield context or "", identity


def collect(label: str, folder: Path) -> Catalog:
    """Every word of one app, without translations."""
    catalogue = Catalog(locale=LANGUAGE)
    for path in sources(label, folder):
        name = path.relative_to(ROOT).as_posix()
        for context, identity in words(path):
            known = catalogue.get(identity if isinstance(identity, str) else identity[0], context or None)
            if known is None or (name, None) not in known.locations:
                catalogue.add(identity, locations=[(name, None)], context=context or None)
    return catalogue


def load(folder: Path) -> Catalog:
    path = folder / CATALOGUE
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as source:
        return read_po(source, locale=LANGUAGE)


def merge(fresh: Catalog, kept: Catalog) -> Catalog:
    """The words of `fresh` with the translations of `kept`; what is no longer used is dropped."""
    for message in fresh:
        old = kept.get(_first(message), message.context) if message.id else None
        if old is not None:
            message.string = _fitting(message, old.string)
            message.user_comments = old.user_comments
    return fresh


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def _fitting(message: Message, string) -> str | tuple[str, ...]:
    """A translation in the shape that the message needs: Chinese has one form for every number."""
    one = string if isinstance(string, str) else next(iter(string), "")
    return (one,) if message.pluralizable else one


def render(catalogue: Catalog) -> str:
    out = io.BytesIO()
    write_po(out, catalogue, width=110, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return HEADER + out.getvalue().decode().strip() + "\n"


def write(path: Path, content: bytes) -> None:
    """Replace a file at once, so that a process reading it never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
    os.chmod(name, 0o644)
    os.replace(name, path)


def compile_one(folder: Path) -> None:
    source = folder / CATALOGUE
    target = source.with_suffix(".mo")
    if not source.exists() or (target.exists() and target.stat().st_mtime > source.stat().st_mtime):
        return
    out = io.BytesIO()
    write_mo(out, load(folder))
    write(target, out.getvalue())


def update(label: str, folder: Path) -> None:
    fresh = merge(collect(label, folder), load(folder))
    count = sum(1 for message in fresh if message.id)
    if count or (folder / CATALOGUE).exists():
        write(folder / CATALOGUE, render(fresh).encode())
        compile_one(folder)
    open_ones = [_first(message) for message in fresh if message.id and not _is_translated(message)]
    print(f"{label}: {count} words, {len(open_ones)} to translate")
    for word in open_ones:
        print(f"  {word!r}")


def _is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def faults(label: str, folder: Path) -> Iterator[str]:
    """Yield what one catalogue lacks."""
    kept = load(folder)
    for message in kept:
        if message.id and not _is_translated(message):
            yield f"{label}: not translated: {_first(message)!r}"
        if message.id and message.fuzzy:
            yield f"{label}: fuzzy: {_first(message)!r}"
        for error in message.check(kept) if message.id else ():
            yield f"{label}: {_first(message)!r}: {error}"
    path = folder / CATALOGUE
    fresh = collect(label, folder)
    now = path.read_text(encoding="utf-8") if path.exists() else ""
    if (len(fresh) and render(merge(fresh, kept)) != now) or (now and not len(fresh)):
        yield f"{label}: out of date: make messages APP={label}"


def disagreements(found: dict[str, Path]) -> Iterator[str]:
    """Words that two catalogues translate differently: Django would show the first one everywhere."""
    said: dict[Key, tuple[str, str]] = {}
    for label, folder in found.items():
        for message in load(folder):
            if not message.id:
                continue
            string = str(_fitting(message, message.string))
            key = (message.context or "", _first(message))
            other, before = said.setdefault(key, (label, string))
            if string != before:
                yield f"{label}: {key[1]!r} is {string} here and {before} in {other}: add a context"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("app", nargs="?", default="")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    settings.configure()
    found = apps()
    if asked.app and asked.app not in found:
        parser.error(f"no app {asked.app}; there are {', '.join(found)}")
    chosen = {label: folder for label, folder in found.items() if asked.app in ("", label)}
    if asked.check:
        wrong = [fault for label, folder in chosen.items() for fault in faults(label, folder)]
        wrong += disagreements(found)
        print("\n".join(wrong) if wrong else "every catalogue is complete")
        return 1 if wrong else 0
    for label, folder in chosen.items():
        if asked.compile:
            compile_one(folder)
        else:
            update(label, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
