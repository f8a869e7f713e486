"""The demo's open door is in the demo only."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

QUESTION = """
import django; django.setup()
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import Resolver404, resolve
try:
    resolve("/demo/sign-in/"); route = True
except Resolver404:
    route = False
codes = {get_adapter().generate_phone_verification_code(user=None, phone="") for _ in range(20)}
print(settings.DEMO, settings.STAFF_SECOND_FACTOR, route, codes == {"246810"})
"""
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cocare.settings.production",
    "SECRET_KEY": "a-key-for-this-question-only-" + "x7Gq" * 12,
    "ALLOWED_HOSTS": "cocare.example",
    "SITE_URL": "https://cocare.example",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "SMS_PROVIDER": "http",
    "SMS_GATEWAY_URL": "https://sms.example/send",
    "SMS_GATEWAY_TOKEN": "a-token",
}


def answers(**environment: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", QUESTION],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout.strip().splitlines()[-1]


def test_production_has_neither_the_route_nor_the_fixed_code():
    assert answers(**PRODUCTION) == "False True False False"


def test_the_demo_has_both():
    assert answers(DJANGO_SETTINGS_MODULE="cocare.settings.demo", REDIS_URL="") == "True False True True"


def test_its_module_refuses_to_load_elsewhere():
    with pytest.raises(ImproperlyConfigured):
        import cocare.web.demo_sign_in  # noqa: F401  # loading it is what is tried


def test_here_the_address_is_unknown(db, client):
    assert client.post("/demo/sign-in/", {"phone": "19900000001"}).status_code == 404
