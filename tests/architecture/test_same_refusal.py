"""The same bad form has the same answer in every app: 422, with a sentence beside the field or on top.

The forms are those of the access table. An empty one is the bad form that all of them have in common.
"""

import dataclasses
import re

import pytest
from django.urls import reverse

from tests import factories as make
from tests.access import WALKERS, Row

from .test_access_table import table

pytestmark = pytest.mark.django_db

NO_DATA = next(field.default for field in dataclasses.fields(Row) if field.name == "data")
FORMS = [row for row in table() if row.method == "POST" and row.data is not NO_DATA and not row.content_type]
# Forms in which nothing has to be filled in.
NOTHING_REQUIRED = {
    "events:entry.create": "the only school there is to enter from is taken",
    "events:sheet.edit": "scores are kept as far as they go",
    "events:sheet.save": "scores are kept as far as they go",
    "web:display.save": "what is not sent stays as it is",
}
# Buttons with a hidden value or a field beside them. They have no page of their own: the refusal is on the next page.
BUTTONS = {
    "events:objection.answer",
    "events:sheet.recuse",
    "events:sheet.unlock",
    "events:entry.advance",
    "events:entry.order",
    "events:showcase.advance",
    "parents_school:lesson.move",
    "people:capacity.switch",
    "people:change.advance",
}
# Apps whose writes are no forms.
WITHOUT_FORMS = {"api", "files", "notifications"}
SENTENCE = re.compile(r'class="error"|role="alert"')


def refused_with_a_sentence(answer) -> bool:
    """Whether a page says what is wrong, or a problem document does (RFC 9457)."""
    if answer["Content-Type"].startswith("application/problem+json"):
        return bool(answer.json()["fields"])
    return bool(SENTENCE.search(answer.content.decode()))


def answer_to_nothing(row: Row, cast, *, follow: bool = False):
    who, capacity = WALKERS[sorted(row.names(row.may))[0]]
    return make.client(who(cast), capacity).post(reverse(row.route, kwargs=row.url(cast)), {}, follow=follow)


def is_form(row: Row) -> bool:
    return row.route not in BUTTONS | NOTHING_REQUIRED.keys()


@pytest.mark.parametrize("row", [row for row in FORMS if is_form(row)], ids=lambda row: row.route)
def test_an_empty_form_is_refused_in_the_same_way(row: Row, cast):
    answer = answer_to_nothing(row, cast)
    assert answer.status_code == 422
    assert refused_with_a_sentence(answer)


@pytest.mark.parametrize("row", [row for row in FORMS if row.route in BUTTONS], ids=lambda row: row.route)
def test_a_button_without_its_value_is_refused(row: Row, cast):
    answer = answer_to_nothing(row, cast, follow=True)
    if answer.status_code != 404:  # a value that is none names nothing
        assert [status for _, status in answer.redirect_chain] == [303]
        assert refused_with_a_sentence(answer)


def test_every_app_with_forms_is_here():
    """An app whose forms nobody tries would answer them as it likes."""
    posting = {row.route.partition(":")[0] for row in table() if row.method == "POST" and ":" in row.route}
    assert {row.route.partition(":")[0] for row in FORMS} == posting - WITHOUT_FORMS


def test_the_exceptions_are_routes_with_data():
    assert BUTTONS | NOTHING_REQUIRED.keys() <= {row.route for row in FORMS}
