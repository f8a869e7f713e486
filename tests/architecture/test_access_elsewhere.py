"""What is reached without a page: socket commands, live topics, files. Each has rows, and they are walked."""

import pytest
from asgiref.sync import sync_to_async

from cocare.core import live, socket_commands
from cocare.core.access import visible
from cocare.core.errors import DomainError, Forbidden, NotFound
from cocare.files import purposes
from cocare.files import rules as file_rules
from cocare.files.models import File
from cocare.realtime.input_validation import validated
from tests.access import WALKERS, CommandRow, FileRow, TopicRow, actor_of, names, of_every_app
from tests.cast import Cast
from tests.files.purposes import PURPOSES_OF_TESTS

COMMANDS: list[CommandRow] = [row for rows in of_every_app("COMMANDS") for row in rows]
TOPICS: list[TopicRow] = [row for rows in of_every_app("TOPICS") for row in rows]
FILES: list[FileRow] = [row for rows in of_every_app("FILES") for row in rows]


def registered_by_tests(what: object) -> bool:
    """Whether a test brought it, to try the machinery."""
    return getattr(what, "__module__", "").startswith("tests.") or type(what).__module__.startswith("tests.")


def test_every_command_stands_in_a_table():
    offered = {do for do, command in socket_commands.all_commands().items() if not registered_by_tests(command.run)}
    assert offered ^ {row.do for row in COMMANDS} == set()


def test_every_kind_of_live_topic_stands_in_a_table():
    offered = {name for name, kind in live.kinds().items() if not registered_by_tests(kind)}
    assert offered ^ {row.kind for row in TOPICS} == set()


def test_every_purpose_of_files_stands_in_a_table():
    offered = {purpose.name for purpose in purposes.all_purposes()} - PURPOSES_OF_TESTS
    assert offered ^ {row.purpose for row in FILES} == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.do)
async def test_who_may_call_a_command(row: CommandRow, cast):
    wrong = {}
    for name in WALKERS:
        expected = "may" if name in names(row.may) else "sees" if name in names(row.sees) else "nothing"
        outcome = await called(row, name, cast)
        if outcome != expected:
            wrong[name] = f"{outcome}, not {expected}"
    assert not wrong


async def called(row: CommandRow, name: str, cast: Cast) -> str:
    """Return how the command ends for somebody: anything but a refusal of the person is "may"."""
    command = socket_commands.find_command(row.do)
    assert command
    actor = await sync_to_async(actor_of)(name, cast)
    if command.access != socket_commands.ANY and actor.capacity not in command.access:
        return "sees"
    data = validated(command.form, await sync_to_async(row.data)(cast))
    try:
        await (command.run(actor, data) if command.on_loop else sync_to_async(command.run)(actor, data))
    except NotFound:
        return "nothing"
    except Forbidden:
        return "sees"
    except DomainError:
        return "may"
    return "may"


@pytest.mark.django_db
@pytest.mark.parametrize("row", TOPICS, ids=lambda row: row.kind)
def test_who_may_watch_a_topic(row: TopicRow, cast):
    key, actors = row.key(cast), {name: actor_of(name, cast) for name in WALKERS}
    allowed = live.kinds()[row.kind].may_watch([(actor, key) for actor in actors.values()])
    assert {name for name, actor in actors.items() if (actor, key) in allowed} == names(row.may)


@pytest.mark.django_db
@pytest.mark.parametrize("row", FILES, ids=lambda row: row.purpose)
def test_who_may_open_a_file(row: FileRow, cast):
    pk = row.file(cast)
    actors = {name: actor_of(name, cast) for name in WALKERS}
    seen = {name for name, actor in actors.items() if visible(File, actor, file_rules.sees_file).filter(pk=pk).exists()}
    assert seen == names(row.may)
