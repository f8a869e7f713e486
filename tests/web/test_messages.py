"""The catalogues: what is marked is collected, what is collected is translated, the same source gives the same file."""

import importlib.util
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "messages.py"


@pytest.fixture
def tool(monkeypatch, tmp_path):
    """The tool over a small project of its own."""
    found = importlib.util.spec_from_file_location("messages_tool", TOOL)
    module = importlib.util.module_from_spec(found)
    monkeypatch.setitem(sys.modules, "messages_tool", module)
    found.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    room = tmp_path / "cocare" / "room"
    room.mkdir(parents=True)
    (room / "apps.py").write_text("")
    (tmp_path / "templates" / "room").mkdir(parents=True)
    module.room = room
    return module


def page(tool, text: str) -> None:
    (tool.ROOT / "templates" / "room" / "page.html").write_text(text)


def catalogue(tool) -> str:
    return (tool.room / tool.CATALOGUE).read_text()


def translate(tool, **words: str) -> None:
    text = catalogue(tool)
    for word, said in words.items():
        text = text.replace(f'msgid "{word}"\nmsgstr ""', f'msgid "{word}"\nmsgstr "{said}"')
    (tool.room / tool.CATALOGUE).write_text(text)


def test_words_of_python_and_templates_are_collected(tool):
    (tool.room / "enums.py").write_text(
        'A = _("One")\nB = pgettext_lazy("a door", "Open")\nC = ngettext("%d cat", "%d cats", n)\n'
    )
    page(
        tool,
        '{% load i18n %}\n  <p title="{% translate "Two" %}">{% blocktranslate trimmed with n=x %}\n'
        '  Three {{ n }}\n{% endblocktranslate %}{% include "x" with y=_("Four") %}\n',
    )
    tool.update("room", tool.room)
    text = catalogue(tool)
    for word in (
        'msgid "One"',
        'msgctxt "a door"',
        'msgid_plural "%d cats"',
        'msgid "Two"',
        'msgid "Three %(n)s"',
        'msgid "Four"',
    ):
        assert word in text


def test_translations_stay_and_words_no_longer_used_go(tool):
    page(tool, '{% load i18n %}{% translate "Stay" %}{% translate "Go" %}')
    tool.update("room", tool.room)
    translate(tool, Stay="留", Go="走")
    page(tool, '{% load i18n %}{% translate "Stay" %}{% translate "New" %}')
    tool.update("room", tool.room)
    assert 'msgid "Stay"\nmsgstr "留"' in catalogue(tool)
    assert "Go" not in catalogue(tool)
    assert list(tool.faults("room", tool.room)) == ["room: not translated: 'New'"]


def test_a_full_catalogue_has_no_fault_and_comes_out_the_same(tool):
    page(tool, '{% load i18n %}{% translate "Stay" %}')
    tool.update("room", tool.room)
    translate(tool, Stay="留")
    before = catalogue(tool)
    tool.update("room", tool.room)
    assert catalogue(tool) == before
    assert list(tool.faults("room", tool.room)) == []
    assert "Date" not in before
    assert (tool.room / tool.CATALOGUE).with_suffix(".mo").exists()


def test_a_new_word_makes_the_catalogue_out_of_date(tool):
    page(tool, '{% load i18n %}{% translate "Stay" %}')
    tool.update("room", tool.room)
    translate(tool, Stay="留")
    page(tool, '{% load i18n %}{% translate "Stay" %}{% translate "New" %}')
    assert list(tool.faults("room", tool.room)) == ["room: out of date: make messages APP=room"]


def test_two_rooms_that_disagree_are_told(tool):
    other = tool.ROOT / "cocare" / "other"
    other.mkdir()
    (other / "apps.py").write_text("")
    for folder, said in ((tool.room, "开"), (other, "打开")):
        (folder / "words.py").write_text('_("Open")\n')
        tool.update(folder.name, folder)
        path = folder / tool.CATALOGUE
        path.write_text(path.read_text().replace('msgid "Open"\nmsgstr ""', f'msgid "Open"\nmsgstr "{said}"'))
    assert len(list(tool.disagreements(tool.apps()))) == 1
