"""docs/protocol.md against the code: every command and every kind of topic stands there, and nothing else does."""

import re
from pathlib import Path

from cocare.core import live, socket_commands
from cocare.realtime.commands import COMMANDS
from cocare.realtime.wire_format import text_frame
from cocare.realtime.writer import payloads_of

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text()
OF_THE_TESTS = {"stage"}


def section(title):
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.S | re.M).group(1)


def first_cells(text):
    return re.findall(r"`([a-z.]+)[`:]", "\n".join(line.split("|")[1] for line in text.splitlines() if line[:1] == "|"))


def test_every_command_is_on_the_page():
    known = {name for name in {**socket_commands.all_commands(), **COMMANDS} if name.split(".")[0] not in OF_THE_TESTS}
    assert known <= set(first_cells(section("Commands")))


def test_every_command_of_the_page_exists():
    known = set(socket_commands.all_commands()) | set(COMMANDS)
    assert set(first_cells(section("Commands"))) <= known


def test_the_page_has_every_kind_of_topic_and_no_other():
    assert set(live.kinds()) - OF_THE_TESTS == set(first_cells(section("Topics")))


def test_every_code_of_a_refusal_is_on_the_page():
    from cocare.core.errors import DomainError

    def kinds_of(parent):
        return {parent} | {found for child in parent.__subclasses__() for found in kinds_of(child)}

    assert {kind.code for kind in kinds_of(DomainError)} <= set(re.findall(r"`([a-z_]+)`", PAGE))


def test_frames_of_every_length_survive_the_portable_writer():
    payloads = [b"x" * size for size in (0, 1, 125, 126, 65535, 65536, 70000)]
    assert payloads_of(b"".join(map(text_frame, payloads))) == payloads
