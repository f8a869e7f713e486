"""The environment, read once and typed; and what production refuses to start with."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cocare.settings import env
from cocare.settings.print_settings_docs import settings_page
from tools import check_deploy

ROOT = Path(__file__).resolve().parent.parent.parent


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    """Load production's settings in a process of its own, in an environment that is in order but for `changes`."""
    environment = {name: value for name, value in {**check_deploy.environment(), **changes}.items() if value}
    return subprocess.run(
        [sys.executable, "-c", "import cocare.settings.production"],
        cwd=ROOT,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
    )


def test_production_starts_when_everything_is_in_order():
    started = start()
    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not given."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is a default"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY is a default"),
        ({"SECRET_KEY": "django-insecure-" + "q8Zk2vR4xT7wB1nM5cJ9" * 4}, "SECRET_KEY is a default"),
        ({"SECRET_KEY_FALLBACKS": "short"}, "SECRET_KEY is a default"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not given."),
        ({"ALLOWED_HOSTS": "cocare.example,*"}, "ALLOWED_HOSTS has a wildcard."),
        ({"ALLOWED_HOSTS": ".cocare.example"}, "ALLOWED_HOSTS has a wildcard."),
        ({"SITE_URL": "http://cocare.example"}, "SITE_URL is not an https address."),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not given."),
        ({"REDIS_URL": ""}, "More than one process runs"),
        ({"SMS_PROVIDER": "console"}, "SMS codes would only be printed"),
        ({"SMS_GATEWAY_URL": "http://sms.example"}, "SMS_GATEWAY_URL is not an https address."),
        ({"SMS_PROVIDER": "tencent"}, "SMS_ACCESS_KEY or SMS_SECRET_KEY is not given."),
        ({"STORAGE": "s3"}, "S3_ENDPOINT_URL"),
        ({"STORAGE": "tape"}, "STORAGE must be one of disk, s3."),
        ({"WEB_PROCESSES": "two"}, "WEB_PROCESSES must be a whole number."),
    ],
)
def test_production_refuses(changes, sentence):
    started = start(**changes)
    assert started.returncode != 0
    assert sentence in started.stderr


def test_production_says_all_its_reasons_at_once():
    started = start(SECRET_KEY="", SITE_URL="http://cocare.example", REDIS_URL="")
    assert started.stderr.count("\n- ") == 3


def test_one_process_alone_needs_no_redis():
    started = start(REDIS_URL="", WEB_PROCESSES="0", SOCKET_PROCESSES="1", WORKER_PROCESSES="0")
    assert started.returncode == 0, started.stderr


def test_production_has_no_door_of_the_demo():
    asked = (
        "import django; django.setup()\n"
        "from django.conf import settings; from django.urls import resolve, Resolver404\n"
        "assert not settings.DEMO and not settings.DEBUG\n"
        "try: resolve('/demo/sign-in/'); raise SystemExit(1)\n"
        "except Resolver404: pass\n"
    )
    answered = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, env=check_deploy.environment(), capture_output=True, check=False
    )
    assert answered.returncode == 0, answered.stderr.decode()


def test_a_secret_may_come_from_a_file(tmp_path, monkeypatch):
    secret = tmp_path / "health-token"
    secret.write_text("from the file\n")
    monkeypatch.setenv("HEALTH_TOKEN_FILE", str(secret))
    assert env.text("HEALTH_TOKEN") == "from the file"
    monkeypatch.setenv("HEALTH_TOKEN", "and from the environment")
    with pytest.raises(ImproperlyConfigured, match="which one is meant"):
        env.text("HEALTH_TOKEN")


def test_a_file_that_cannot_be_read_is_said_so_without_its_content(tmp_path, monkeypatch):
    monkeypatch.setenv("HEALTH_TOKEN_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(ImproperlyConfigured, match="HEALTH_TOKEN_FILE cannot be read"):
        env.text("HEALTH_TOKEN")


def test_types(monkeypatch):
    monkeypatch.setenv("DATABASE_POOL_MAX", "7")
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example, b.example ,")
    monkeypatch.setenv("SMS_TEMPLATES", "sign_in_code=SMS_1,reminder=SMS_2")
    assert env.number("DATABASE_POOL_MAX") == 7
    assert env.list_of("ALLOWED_HOSTS") == ["a.example", "b.example"]
    assert env.pairs("SMS_TEMPLATES") == {"sign_in_code": "SMS_1", "reminder": "SMS_2"}
    monkeypatch.setenv("SMS_TEMPLATES", "sign_in_code")
    with pytest.raises(ImproperlyConfigured):
        env.pairs("SMS_TEMPLATES")


def test_nothing_undeclared_is_read():
    with pytest.raises(KeyError):
        env.text("UNDECLARED")


def test_every_declared_variable_is_read_somewhere():
    source = "\n".join(path.read_text() for path in (ROOT / "cocare" / "settings").glob("*.py"))
    source = source.replace((ROOT / "cocare/settings/variables.py").read_text(), "")
    unread = [name for name in env.declared_variables() if f'"{name}"' not in source and not name.startswith("S3_")]
    assert not unread


def test_the_page_of_settings_is_in_step():
    assert (ROOT / "docs" / "settings.md").read_text() == settings_page(), "make docs"
