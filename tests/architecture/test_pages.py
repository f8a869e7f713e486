"""What a page may hold: nothing inline, nothing from another host, no words in scripts."""

import re
from html.parser import HTMLParser

import pytest

from tests.architecture.source import files, text

TEMPLATES = [path for path in files() if path.suffix == ".html" and path.parts[0] == "templates"]
SCRIPTS = [path for path in files() if path.suffix in {".js", ".mjs"} and path.parts[0] == "static"]
STYLES = [path for path in files() if path.suffix == ".css" and path.parts[0] == "static"]
DATA = {"application/json", "application/ld+json"}
TAG = re.compile(r"{%.*?%}|{#.*?#}", re.DOTALL)
VALUE = re.compile(r"{{.*?}}", re.DOTALL)
OUTSIDE = re.compile(r"""(?:src|href|action|poster)=["']?(?:https?:)?//""")
# A part of a page that the server has drawn may be put in its place; text may not become HTML or code.
CODE_OF_TEXT = re.compile(
    r"\beval\(|new Function|document\.write|insertAdjacentHTML|(?:inner|outer)HTML\s*\+?=(?!=|\s*await \w+\.text\(\))"
)
# An address of ours: a script takes it from data-* instead. The socket's own, "/ws/", is part of the protocol.
ADDRESS = re.compile(r"""["'`]/(?!ws/)[a-z_-]+/""")
SCRIPT_NAME = re.compile(r"[a-z]+(-[a-z]+)*\.js")
CHINESE = re.compile(r"[\u3400-\u9fff]")


class Inline(HTMLParser):
    """Collects what a strict content security policy would stop."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "style":
            self.found.append("<style>")
        if tag == "script" and "src" not in given and given.get("type") not in DATA:
            self.found.append("<script> without src")
        for name, value in attributes:
            if name == "style" or name.startswith(("on", "hx-on")):
                self.found.append(f"{name} on <{tag}>")
            if name in {"href", "action", "src"} and (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"javascript: in {name}")


def inline(source: str) -> list[str]:
    parser = Inline()
    parser.feed(VALUE.sub("value", TAG.sub(" ", source)))
    return parser.found


def test_nothing_is_inline():
    found = {str(path): inline(text(path)) for path in TEMPLATES}
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "source",
    [
        "<style>p {}</style>",
        "<script>go()</script>",
        '<p style="color: red">',
        '<a {% if x %}onclick="go()"{% endif %}>',
        '<a href="javascript:go()">',
        '<a hx-on:click="go()">',
    ],
)
def test_inline_code_is_found(source):
    assert inline(source)


def test_nothing_comes_from_another_host():
    found = [str(path) for path in TEMPLATES if OUTSIDE.search(text(path))]
    found += [str(path) for path in STYLES if re.search(r"url\(\s*['\"]?(?:https?:)?//|@import", text(path))]
    assert not found


def test_scripts_hold_no_words_and_make_no_code_of_text():
    found = []
    for path in SCRIPTS:
        source = text(path)
        found += [f"{path}: words"] if CHINESE.search(source) else []
        found += [f"{path}: {code[0]}" for code in CODE_OF_TEXT.finditer(source)]
    assert not found


def test_scripts_take_addresses_from_the_page():
    assert {str(path): ADDRESS.findall(text(path)) for path in SCRIPTS if ADDRESS.search(text(path))} == {}


def test_a_script_of_a_room_stands_in_its_folder_and_names_have_hyphens():
    assert [str(path) for path in SCRIPTS if not SCRIPT_NAME.fullmatch(path.name)] == []
    folders = {path.parts[2] for path in SCRIPTS if len(path.parts) > 3}
    assert folders <= {path.parts[1] for path in TEMPLATES} | {"socket"}


def test_third_party_code_is_not_committed():
    listed = [str(path) for path in files()]
    assert [
        name for name in listed if ".min." in name or name.endswith((".mo", "uv.lock")) or "node_modules" in name
    ] == []
