"""The file of one's own data leaves nothing out: every table that leads to a person is asked, or says why not."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from cocare.core import contributions
from cocare.people.models import Account, Person
from tests import factories as make
from tests.access import of_every_app

pytestmark = pytest.mark.django_db

OWN_IDS = {"person_id", "account_id"}
"""Names of plain columns that hold a person without a relation: the audit trail outlives whom it is about."""


def leads_to_a_person(model: type[Model]) -> bool:
    return any(
        field.related_model in (Person, Account) or field.attname in OWN_IDS for field in model._meta.concrete_fields
    )


def with_a_person() -> dict[str, type[Model]]:
    configs = [config for config in apps.get_app_configs() if config.name in settings.ROOMS]
    return {model._meta.label: model for config in configs for model in config.get_models() if leads_to_a_person(model)}


def not_exported() -> dict[str, str]:
    """What the apps leave out, with the reason: NOT_EXPORTED of tests/<app>/access.py."""
    reasons: dict[str, str] = {}
    for part in of_every_app("NOT_EXPORTED"):
        reasons |= part
    return reasons


def test_every_table_about_a_person_is_in_the_file_of_own_data(cast):
    make.account(cast.lin_lan)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        contributions.personal_data(cast.lin_lan.pk)
    text = "\n".join(query["sql"] for query in asked)
    read = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', text))
    silent = {label for label, model in with_a_person().items() if model._meta.db_table not in read}
    assert silent - not_exported().keys() == set()


def test_what_is_left_out_exists_and_has_a_reason():
    assert not_exported().keys() - with_a_person().keys() == set()
    assert all(not_exported().values())
