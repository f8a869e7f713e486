"""PostgreSQL is away: a clear 503 in the reader's language, for pages, parts of pages, forms and the API."""

import io
import json
import uuid

import psycopg
import pytest
from django.core.handlers.base import BaseHandler
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from cocare.core import database_outage
from tests import factories as make

PAGE = "我们马上回来"
OPEN_LATER = "现在打不开，过一分钟再试。"
SAVE_LATER = "现在存不了。您写的都留着，过一分钟再试。"


pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(cast):
    """Her mother."""
    mother = make.client(cast.lin_lan)
    mother.raise_request_exception = False
    return mother


@pytest.fixture
def away(mother):
    """From now on every question to PostgreSQL fails as it does when nobody is there."""

    def refuse(*_):
        raise OperationalError("connection refused") from psycopg.OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize("path", ["/", "/channel/", "/display/", "/people/children/", "/notifications/"])
def test_a_page_says_when_to_come_back(mother, away, path):
    answer = mother.get(path)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert PAGE in page
    assert f'href="{path}"' in page


def test_it_speaks_the_language_and_wears_the_looks_of_the_device(mother, away):
    mother.cookies.load({"django_language": "en", "cocare_theme": "dark", "cocare_text": "large"})
    answer = mother.get("/")
    assert answer["Content-Language"] == "en"
    assert "We will be right back" in answer.content.decode()
    assert 'data-theme="dark"' in answer.content.decode()


def test_a_form_that_was_not_saved_is_on_the_page_to_be_sent_again(mother, away):
    url = f"/channel/{uuid.uuid4()}/send/?from=list"
    answer = mother.post(url, {"csrfmiddlewaretoken": "as it came", "body": '老师好 "<b>', "files": ["1", "2"]})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert f'<form method="post" action="{url}">' in page
    for name, text in (
        ("body", "老师好 &quot;&lt;b&gt;"),
        ("files", "1"),
        ("files", "2"),
        ("csrfmiddlewaretoken", "as it came"),
    ):
        assert f'<input type="hidden" name="{name}" value="{text}">' in page


def test_no_password_comes_back_and_no_file(mother, away):
    data = {"login": "13900001111", "password": "tiger-lily"}
    signing_in = mother.post("/accounts/login/password/", data).content.decode()
    with_file = mother.post("/people/profile/", {"body": "hello", "file": io.BytesIO(b"x")}).content.decode()
    for page in (signing_in, with_file):
        assert "<form" not in page
        assert "tiger-lily" not in page
        assert "还没有存上" in page


def test_a_part_of_a_page_gets_a_toast_and_no_page(mother, away):
    answer = mother.get("/notifications/", headers={"HX-Request": "true"})
    assert answer.status_code == 503
    assert json.loads(answer["HX-Trigger"])["toast"]["text"] == OPEN_LATER
    assert "<" not in answer.content.decode()
    sent = mother.post("/display/save/", {"theme": "dark"}, headers={"HX-Request": "true"})
    assert json.loads(sent["HX-Trigger"])["toast"]["text"] == SAVE_LATER


def test_the_api_answers_busy(mother, away):
    answer = mother.get("/api/v1/conversations")
    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert (problem["status"], problem["code"], problem["retry_after"]) == (503, "busy", 10)
    url = f"/api/v1/conversations/{uuid.uuid4()}/messages"
    assert mother.post(url, "{}", content_type="application/json").json()["code"] == "busy"
    by_token = Client(raise_request_exception=False, headers={"Authorization": "Bearer " + "x" * 43})
    assert by_token.get("/api/v1/conversations").json()["code"] == "busy"


def test_the_log_gets_one_line_a_request_and_no_traceback(mother, away, caplog):
    mother.get("/channel/")
    said = [record for record in caplog.records if record.levelname in {"ERROR", "WARNING"}]
    assert ["database.away" in record.getMessage() for record in said] == [True]
    assert "Traceback" not in caplog.text


def test_health_says_so(mother, away):
    answer = Client().get("/api/v1/health")
    assert (answer.status_code, answer.json()) == (503, {"ok": False})


def failure(of: type[Exception], cause: Exception) -> Exception:
    error = of("…")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (failure(OperationalError, psycopg.OperationalError()), True),
        (failure(OperationalError, psycopg.errors.AdminShutdown()), True),
        (failure(OperationalError, psycopg.errors.CannotConnectNow()), True),
        (failure(OperationalError, psycopg.errors.TooManyConnections()), True),
        (failure(InterfaceError, psycopg.InterfaceError()), True),
        (failure(OperationalError, psycopg.errors.DeadlockDetected()), False),
        (failure(OperationalError, psycopg.errors.QueryCanceled()), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_a_fault_of_ours_is_no_outage(error, away):
    assert database_outage.is_outage(error) is away


@pytest.mark.parametrize("path", ["/", "/api/v1/me"])
def test_another_failure_still_leaves_its_traceback(mother, monkeypatch, caplog, path):
    def fail(*_):
        raise ValueError("a fault of ours")

    monkeypatch.setattr(BaseHandler, "_get_response", fail)
    answer = mother.get(path)
    assert answer.status_code == 500
    assert "a fault of ours" in caplog.text
    if path.startswith("/api/"):
        assert answer.json()["code"] == "internal"
