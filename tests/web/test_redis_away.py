"""Redis is away: pages open, forms save, people sign in, limits still count, and the health check says so."""

import json
import socket
import time
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.cache import cache
from django.test import Client

from cocare.core import clock, redis_cache
from cocare.core.errors import TooFast
from cocare.embedded.redis import Redis
from cocare.notifications.services.texting import count_text
from cocare.web import health_checks
from tests import factories as make

from .conftest import by_password, give_password, is_signed_in

pytestmark = pytest.mark.django_db

QUICK = 3.0  # seconds; a page may wait for Redis once, and never for each thing it counts


def use(settings, url: str) -> None:
    settings.CACHES = {"default": {"BACKEND": "cocare.core.redis_cache.FallbackRedisCache", "LOCATION": url}}


@pytest.fixture(params=["nobody listens", "nobody answers"])
def away(request, settings):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        if request.param == "nobody answers":
            deaf.listen(100)
        use(settings, f"redis://127.0.0.1:{deaf.getsockname()[1]}")
        cache.clear()
        yield


@pytest.fixture
def own_redis():
    # Not under pytest's folders, which only their owner may enter: Redis runs as somebody else.
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        redis = Redis(Path(folder) / "redis")
        redis.start()
        yield redis
        redis.stop()


@pytest.fixture
def thread(cast):
    return make.child_thread(cast.xiaoman)


def test_pages_open_and_do_not_wait(away, cast):
    browser, began = make.client(cast.lin_lan), time.monotonic()
    for page in ("/", "/display/", "/channel/", "/notifications/"):
        assert browser.get(page).status_code == 200
    assert Client().get("/accounts/login/").status_code == 200
    assert time.monotonic() - began < QUICK


def test_a_form_and_the_api_send(away, cast, thread):
    browser = make.client(cast.lin_lan)
    form = browser.post(f"/channel/{thread.pk}/send/", {"client_id": str(uuid.uuid4()), "body": "老师好"})
    assert form.status_code == 303
    data = json.dumps({"client_id": str(uuid.uuid4()), "body": "明天见"})
    url = f"/api/v1/conversations/{thread.pk}/messages"
    assert browser.post(url, data, content_type="application/json").status_code == 201


def test_people_sign_in(away, cast, sent):
    family, browser = make.account(cast.lin_lan, "+8619900000001"), Client()
    browser.post("/accounts/login/", {"phone": family.phone})
    browser.post("/accounts/login/code/confirm/", {"code": sent.code})
    assert is_signed_in(browser)
    staff = give_password(make.account(cast.luo_ping, "+8619900000002"))
    assert is_signed_in(by_password(staff))


def test_limits_go_on_counting(away, settings, cast, client):
    settings.STRANGERS_WRITES_PER_MINUTE, settings.SMS_LIMITED = 3, True
    with clock.freeze(clock.now().replace(second=0, microsecond=0)):
        answers = [client.post("/display/save/", {"theme": "dark"}).status_code for _ in range(4)]
        assert answers[-1] == 429
        assert 429 not in answers[:3]
        for _ in range(5):
            count_text("+8619900000001")
        with pytest.raises(TooFast):
            count_text("+8619900000001")


def test_guessing_a_password_is_stopped(away, cast):
    staff, browser = give_password(make.account(cast.luo_ping, "+8619900000002")), Client()
    for _ in range(5):
        browser.post("/accounts/login/password/", {"login": staff.phone, "password": "wrong"})
    assert not is_signed_in(by_password(staff))


def test_more_people_than_django_would_remember_are_counted(away, settings):
    settings.SMS_LIMITED = True
    with clock.freeze(clock.now()):
        for _ in range(5):
            count_text("+8619900000001")
        for number in range(1000):
            count_text(f"+86199001{number:05}")
        with pytest.raises(TooFast):
            count_text("+8619900000001")


def test_the_health_check_says_so_without_a_word_too_much(away, settings, client):
    settings.HEALTH_TOKEN = "well-known-here"
    assert health_checks.health_report()["layer"] is False
    answer = client.get("/api/v1/health")
    assert (answer.status_code, answer.json()) == (503, {"ok": False})
    told = client.get("/api/v1/health", headers={"Authorization": "Bearer well-known-here"}).json()
    assert (told["layer"], told["database"]) == (False, True)


def test_it_is_asked_again_and_said_once(settings, own_redis, monkeypatch, caplog):
    monkeypatch.setattr(redis_cache, "RETRY_SECONDS", 0.2)
    use(settings, own_redis.url)
    cache.set("place", "in Redis", 60)
    assert (cache.get("place"), health_checks.shared_cache_is_well()) == ("in Redis", True)
    own_redis.stop()
    for _ in range(20):
        assert cache.get("place") is None
    cache.set("place", "in memory", 60)
    assert (cache.get("place"), health_checks.shared_cache_is_well()) == ("in memory", False)
    own_redis.start()
    time.sleep(0.25)
    assert cache.get("place") is None, "Redis came back with nothing in it"
    assert health_checks.shared_cache_is_well()
    said = [record.getMessage() for record in caplog.records]
    assert [line.count("cache.away") for line in said].count(1) == 1
    assert [line.count("cache.back") for line in said].count(1) == 1


def test_one_of_many_waits_for_a_redis_that_does_not_answer(monkeypatch):
    monkeypatch.setattr(redis_cache, "RETRY_SECONDS", 0.0)
    line = redis_cache.CircuitBreaker()
    line.failed(TimeoutError())
    monkeypatch.setattr(redis_cache, "RETRY_SECONDS", 60.0)
    assert [line.may_ask() for _ in range(3)] == [True, False, False]
    line.answered()
    assert [line.may_ask() for _ in range(3)] == [True, True, True]


def test_a_redis_that_keeps_no_more_is_as_good_as_away(settings, own_redis):
    use(settings, own_redis.url)
    cache.set("place", "in Redis", 60)
    # Every write is refused, as it is when memory is full.
    _client(own_redis).config_set("maxmemory", "1")
    assert cache.add("new", 1, 60)
    assert cache.incr("new") == 2
    assert not health_checks.shared_cache_is_well()


def _client(redis):
    from redis import Redis as Asking

    return Asking(unix_socket_path=str(redis.socket))
