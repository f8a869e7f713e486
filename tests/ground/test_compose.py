"""docker-compose.yml cannot run where tests run; so it is held to its schema, to our settings and to our commands."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import crossplane
import pytest
import yaml

from cocare.settings import env

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if "DJANGO_SETTINGS_MODULE" in service.get("environment", {})]
PLACE = re.compile(r"\$\{(\w+)(?::[-?]([^}]*))?}")
BIN = Path(sys.executable).parent
# crossplane knows nginx up to 1.23, and takes the entries of a map for directives.
NOT_DIRECTIVES = re.compile(r'"(http2|default||~.*)"')


def test_it_follows_the_compose_specification():
    command = [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", ROOT / "docker-compose.yml"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_our_services_are_pages_sockets_jobs_and_migrations():
    assert sorted(OURS) == ["migrate", "socket", "web", "worker"]


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_known_and_every_required_one_is_given(name):
    given = set(SERVICES[name]["environment"]) - {"DJANGO_SETTINGS_MODULE"}
    meant = {variable.removesuffix("_FILE") for variable in given}
    assert meant <= set(env.declared_variables())
    assert {variable for variable, facts in env.declared_variables().items() if facts.required} <= meant


@pytest.mark.parametrize("name", OURS)
def test_secrets_come_as_files(name):
    for variable, facts in env.declared_variables().items():
        if facts.secret and variable != "REDIS_URL":
            assert variable not in SERVICES[name]["environment"], f"{variable} should be {variable}_FILE"


def test_every_secret_that_is_read_is_mounted():
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if variable.endswith("_FILE"):
                secret = value.removeprefix("/run/secrets/")
                assert secret in service["secrets"], f"{name}: {variable}"
                assert secret in COMPOSE["secrets"]


def test_the_processes_that_are_told_are_those_that_run():
    told = SERVICES["web"]["environment"]
    assert f"--workers={told['WEB_PROCESSES']}" in SERVICES["web"]["command"]


def test_production_starts_with_what_compose_gives(tmp_path):
    """The settings load with the services' environment, which is one for all of them, its secrets in files."""
    name = OURS[0]
    assert all(SERVICES[other]["environment"] == SERVICES[name]["environment"] for other in OURS)
    secrets = {
        "secret_key": "q8Zk2vR4xT7wB1nM5cJ9" * 3,
        "database_url": "postgresql://cocare:password@postgres/cocare",
    }
    given = {"SITE_URL": "https://cocare.example", "ALLOWED_HOSTS": "cocare.example"}
    environment = {}
    for variable, value in SERVICES[name]["environment"].items():
        environment[variable] = PLACE.sub(lambda found: given.get(found[1], found[2] or ""), str(value))
        if variable.endswith("_FILE"):
            path = tmp_path / value.removeprefix("/run/secrets/")
            path.write_text(secrets.get(path.name, "something"))
            environment[variable] = str(path)
    started = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize(
    "command",
    [SERVICES[name]["command"] for name in OURS] + [SERVICES[name]["healthcheck"]["test"][1:] for name in OURS[:-1]],
    ids=lambda command: " ".join(command[:3]),
)
def test_every_command_starts(command):
    """With --help in the place of work: the program, the command and each of its options exist."""
    program = [str(BIN / command[0])]
    helped = subprocess.run(
        [*program, *words_before_options(command[1:]), "--help"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cocare.settings.demo"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert helped.returncode == 0, helped.stderr
    for option in (word.split("=")[0] for word in command if word.startswith("--")):
        name = "--ws / --no-ws" if option == "--no-ws" else option
        assert name in helped.stdout, option


def words_before_options(words: list[str]) -> list[str]:
    return [word for word in words if not word.startswith("--") and ":" not in word]


def test_applications_exist():
    named = [word for name in OURS for word in SERVICES[name]["command"] if re.fullmatch(r"[\w.]+:\w+", word)]
    assert named == ["cocare.wsgi:application"]
    assert importlib.util.find_spec("cocare.wsgi")


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_is_bounded(name):
    """Not root, nothing writable but what is named, no capability, a health check, a way back up."""
    service = SERVICES[name]
    assert service["user"].split(":")[0] not in {"0", "root"}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    if name != "migrate":
        assert service["healthcheck"]["test"][0] == "CMD"
        assert service["restart"] == "unless-stopped"


def test_only_the_proxy_is_reachable_and_the_database_reaches_nothing():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]


def test_the_proxy_speaks_nginx_and_knows_our_services():
    path = ROOT / "deploy" / "nginx.conf"
    parsed = crossplane.parse(str(path), strict=True, single=True)
    complaints = [problem["error"] for problem in parsed["errors"]]
    assert [line for line in complaints if not NOT_DIRECTIVES.search(line)] == []
    source = path.read_text()
    upstreams = dict(re.findall(r"server (\w+):(\d+);", source))
    assert upstreams == {"web": "8000", "socket": "8001"}
    assert "--port=8000" in SERVICES["web"]["command"]
    assert "--port=8001" in SERVICES["socket"]["command"]
    assert f"location {SERVICES['web']['environment']['FILES_ACCEL_PREFIX']}" in source
    assert "internal;" in source


def test_the_image_has_each_stage_that_compose_builds():
    stages = re.findall(r"^FROM \S+ AS (\w+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert {service["build"]["target"] for service in SERVICES.values() if "build" in service} <= set(stages)
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    for name in {word for line in copied for word in line.split()}:
        assert (ROOT / name).exists(), name
