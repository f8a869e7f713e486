"""`make test-quick` runs the tests that a change touches, and no others."""

import pytest

from tools.affected_tests import ALWAYS, select


def touched(*changed: str) -> tuple[set[str], set[str]]:
    selection = select(changed)
    assert selection is not None
    return selection.paths, selection.whole


def test_a_rooms_file_touches_its_own_tests_and_those_that_import_it():
    paths, whole = touched("cocare/files/rules.py")
    assert {"tests/files", ALWAYS} <= paths
    assert "tests/channel/test_demo.py" in paths, "the demo's picture is held against the files' rules"
    assert "tests/people/test_person_list.py" not in paths
    assert not whole
    assert not any(path.startswith(("tests/people", "tests/channel")) for path in touched("events/demo.py")[0])


def test_what_is_drawn_is_looked_at_in_a_browser():
    paths, whole = touched("templates/events/showcase_show.html", "static/js/files/upload.js")
    assert paths == {"tests/events", "tests/files", ALWAYS}
    assert whole == {"tests/events", "tests/files"}


def test_a_test_that_changed_runs_whole():
    paths, whole = touched("tests/files/test_upload_browser.py")
    assert "tests/files/test_upload_browser.py" in whole
    assert paths == {"tests/files/test_upload_browser.py", ALWAYS}


@pytest.mark.parametrize(
    "path", ["tests/conftest.py", "requirements/base.txt", "cocare/settings/base.py", "templates/_field.html"]
)
def test_what_lies_under_everything_touches_everything(path):
    assert select([path]) is None


def test_a_rooms_fixtures_touch_its_whole_folder():
    assert "tests/realtime" in touched("tests/realtime/client.py")[0]
    assert touched("docs/pages.md") == ({ALWAYS}, set())
