"""Writing faster than any hand is refused before it costs anything, and says when to come back."""

from datetime import timedelta

import pytest

from cocare.core import clock
from cocare.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few(settings):
    settings.WRITES_PER_MINUTE, settings.STRANGERS_WRITES_PER_MINUTE = 3, 5


@pytest.fixture
def signed_in(client, cast):
    client.force_login(Account.objects.create_user("+8619900000001", cast.lin_lan))
    return client


def write(client, address="/display/save/"):
    return client.post(address, {"theme": "dark"})


def test_the_account_is_refused_after_its_share_and_may_come_back(signed_in):
    at = clock.now().replace(second=0, microsecond=0)
    with clock.freeze(at):
        assert [write(signed_in).status_code for _ in range(4)].count(429) == 1
        refused = write(signed_in)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert "429.html" in [template.name for template in refused.templates]
    with clock.freeze(at + timedelta(minutes=1)):
        assert write(signed_in).status_code != 429


def test_reading_is_not_counted(signed_in):
    for _ in range(5):
        assert signed_in.get("/display/").status_code == 200
    assert write(signed_in).status_code != 429


def test_the_api_answers_with_a_problem_document(signed_in):
    with clock.freeze(clock.now().replace(second=10, microsecond=0)):
        for _ in range(4):
            answer = write(signed_in, "/api/v1/nowhere")
    assert answer.status_code == 429
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "too_fast"
    assert answer.json()["retry_after"] == 50


def test_strangers_are_counted_by_address(client):
    with clock.freeze(clock.now().replace(second=0, microsecond=0)):
        answers = [write(client).status_code for _ in range(6)]
        elsewhere = client.post("/display/save/", {"theme": "dark"}, REMOTE_ADDR="192.0.2.7").status_code
    assert answers[-1] == 429
    assert elsewhere != 429
