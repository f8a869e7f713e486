"""Bad input on every form and every command: a sentence, never a failure, and what was typed is never run as HTML."""

import json
import uuid

import pytest
from django.urls import reverse

from cocare.core import socket_commands
from cocare.core.errors import DomainError
from cocare.realtime.input_validation import validated
from tests import factories as make
from tests.access import WALKERS, Row

from .test_access_table import table

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert('x')</script>"
WRONG = {
    "nothing": "",
    "spaces": "   ",
    "too long": "长" * 20_000,
    "html": SCRIPT,
    "zero byte": "a\x00b",
    "another's id": str(uuid.UUID(int=7)),
    "a number below zero": "-1",
    "a number beyond all": "9" * 40,
    "a path": "../../etc/passwd",
    "lone surrogate": "\\ud800",
}
POSTS = [row for row in table() if row.method == "POST"]


@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.route)
def test_a_form_answers_bad_input_with_a_sentence(row: Row, cast):
    who, capacity = WALKERS[sorted(row.names(row.may) or row.names(row.sees))[0]]
    browser, url = make.client(who(cast), capacity), reverse(row.route, kwargs=row.url(cast))
    extra = {"content_type": row.content_type} if row.content_type else {}
    fields = list(row.data(cast)) if isinstance(row.data(cast), dict) else []
    for name, value in WRONG.items():
        data = {**row.data(cast), **dict.fromkeys(fields, value)} if fields else {"anything": value}
        answer = browser.post(url, data, **extra)
        assert answer.status_code < 500, f"{name}: {answer.status_code}"
        assert SCRIPT.encode() not in b"".join(answer), name


@pytest.mark.parametrize("do", sorted(socket_commands.all_commands()))
def test_a_command_answers_bad_input_with_a_typed_error(do):
    command = socket_commands.find_command(do)
    nonsense = [None, True, 3, -1, 10**40, "", "长" * 20_000, SCRIPT, "a\x00b", [], [1], {}, {"a": []}, ["x"] * 10_000]
    for value in nonsense:
        given = dict.fromkeys(command.form.base_fields, value)
        refusal = refused(command, given)
        if refusal is not None:
            assert refusal.code == "invalid"
            json.dumps({name: [str(text) for text in texts] for name, texts in refusal.fields.items()})


def refused(command: socket_commands.Command, given: dict) -> DomainError | None:
    """What the form says of it; anything but a DomainError is a failure of ours."""
    try:
        validated(command.form, given)
    except DomainError as refusal:
        return refusal
    return None
