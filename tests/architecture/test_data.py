"""Tables and words are in step with the source."""

import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models

from cocare.core.ids import uuid7
from tests.architecture.source import ROOT

pytestmark = pytest.mark.django_db

ROOMS = [app for app in apps.get_app_configs() if app.name in settings.ROOMS]


def test_migrations_are_in_step(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def test_the_catalogues_are_full_and_in_step():
    checked = subprocess.run(
        [sys.executable, "tools/messages.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_ids_can_be_shown_to_anyone():
    """What can appear in an address or a frame has an id that tells no count: UUIDv7."""
    counting = [
        model.__name__
        for app in ROOMS
        for model in app.get_models()
        if isinstance(model._meta.pk, models.UUIDField)
        # Without a default the id is made by the client, so that a repeated request is the same act.
        and model._meta.pk.default not in (uuid7, models.NOT_PROVIDED)
    ]
    assert not counting


def test_moments_are_aware():
    assert settings.USE_TZ
