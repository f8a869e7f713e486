"""Texts to phones: the gateways against a server of ours, limits, the outbox, and what a log may say."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from cocare.core import clock
from cocare.core.errors import TooFast
from cocare.notifications import jobs, services
from cocare.notifications.errors import TextNotSent, Unreachable
from cocare.notifications.models import OutboxMessage, Preference
from cocare.notifications.services import outbox, send_text, texting
from cocare.notifications.sms.gateways import aliyun, tencent
from tests import factories as make

pytestmark = pytest.mark.django_db

PHONE = "+8619900000001"
CODE = {"code": "135790", "minutes": "5"}


class FakeGateway(HTTPServer):
    """Remembers what it was asked and answers what it was told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.answer: tuple[int, dict] = (200, {})


class _Handler(BaseHTTPRequestHandler):
    server: FakeGateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path, {name.lower(): text for name, text in self.headers.items()}, body))
        status, answer = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def fake(settings) -> Iterator[FakeGateway]:
    server = FakeGateway()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}"
    settings.SMS_ACCESS_KEY, settings.SMS_SECRET_KEY = "our-key", "our-secret"
    settings.SMS_SIGNATURE, settings.SMS_APP_ID = "澜川家校社", "1400006666"
    settings.SMS_TEMPLATES = {"sign_in_code": "T1001", "notice": "T1002"}
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_code_goes_at_once(texts):
    send_text(phone=PHONE, template="sign_in_code", params=CODE)
    assert "135790" in texts[-1].text
    assert not OutboxMessage.objects.exists()


def test_the_console_shows_no_number(capsys):
    send_text(phone=PHONE, template="sign_in_code", params=CODE)
    shown = capsys.readouterr().err
    assert "+86199****0001" in shown
    assert "19900000001" not in shown


def test_plain_gateway(fake, settings):
    settings.SMS_PROVIDER, settings.SMS_GATEWAY_TOKEN, settings.SMS_LIMITED = "http", "token", False
    fake.answer = (200, {"id": "42"})
    send_text(phone=PHONE, template="sign_in_code", params=CODE)
    _, headers, body = fake.asked[0]
    assert headers["authorization"] == "Bearer token"
    assert json.loads(body)["params"] == CODE


def test_aliyun(fake, settings):
    settings.SMS_PROVIDER, settings.SMS_LIMITED = "aliyun", False
    fake.answer = (200, {"Code": "OK", "BizId": "9"})
    send_text(phone=PHONE, template="sign_in_code", params=CODE)
    path, headers, body = fake.asked[0]
    query = urlsplit(path).query
    given = {name: values[0] for name, values in parse_qs(query).items()}
    assert given["PhoneNumbers"] == "19900000001"
    assert given["TemplateCode"] == "T1001"
    assert json.loads(given["TemplateParam"]) == CODE
    assert body == b""
    again = aliyun.signed_headers(
        settings.SMS_GATEWAY_URL,
        query,
        key="our-key",
        secret="our-secret",
        nonce=headers["x-acs-signature-nonce"],
        date=headers["x-acs-date"],
    )
    assert headers["authorization"] == again["Authorization"]


def test_tencent(fake, settings):
    settings.SMS_PROVIDER, settings.SMS_LIMITED = "tencent", False
    fake.answer = (200, {"Response": {"SendStatusSet": [{"Code": "Ok", "SerialNo": "7"}]}})
    send_text(phone=PHONE, template="sign_in_code", params=CODE)
    path, headers, body = fake.asked[0]
    given = json.loads(body)
    assert (path, given["PhoneNumberSet"], given["TemplateParamSet"]) == ("/", [PHONE], ["135790", "5"])
    at = int(headers["x-tc-timestamp"])
    again = tencent.signed_headers(
        settings.SMS_GATEWAY_URL, body, key="our-key", secret="our-secret", at=at, day=_day(at)
    )
    assert headers["authorization"] == again["Authorization"]


def _day(at: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")


@pytest.mark.parametrize(
    ("provider", "answer"),
    [
        ("http", (200, {"code": "number_unknown"})),
        ("http", (401, {})),
        ("http", (500, {})),
        ("http", (302, {})),
        ("aliyun", (200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL"})),
        ("tencent", (200, {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure"}}})),
    ],
)
def test_a_refused_code_is_said_to_the_person_and_logged_masked(fake, settings, caplog, provider, answer):
    settings.SMS_PROVIDER, settings.SMS_LIMITED = provider, False
    fake.answer = answer
    with pytest.raises(TextNotSent):
        send_text(phone=PHONE, template="sign_in_code", params=CODE)
    assert "sms.refused" in caplog.text
    assert "135790" not in caplog.text
    assert "19900000001" not in caplog.text


def test_a_gateway_that_is_not_there(fake, settings):
    settings.SMS_PROVIDER, settings.SMS_LIMITED = "http", False
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:1"
    with pytest.raises(TextNotSent):
        send_text(phone=PHONE, template="sign_in_code", params=CODE)


def test_a_phone_has_its_limit(settings, texts):
    settings.SMS_LIMITED = True
    with clock.freeze(clock.now()):
        for _ in range(5):
            send_text(phone=PHONE, template="sign_in_code", params=CODE, ip="10.0.0.1")
        with pytest.raises(TooFast) as refusal:
            send_text(phone=PHONE, template="sign_in_code", params=CODE, ip="10.0.0.1")
        assert 0 < refusal.value.retry_after <= 600
        send_text(phone="+8619900000002", template="sign_in_code", params=CODE, ip="10.0.0.1")
    assert len(texts) == 6


def test_an_address_has_its_limit(settings, monkeypatch):
    settings.SMS_LIMITED = True
    monkeypatch.setattr(texting, "PER_ADDRESS", ((2, 3600),))
    with clock.freeze(clock.now()):
        for number in range(2):
            texting.count_text(f"+861990000001{number}", "10.0.0.1")
        with pytest.raises(TooFast):
            texting.count_text("+8619900000013", "10.0.0.1")
        texting.count_text("+8619900000013", "10.0.0.2")


def test_other_texts_wait_in_the_outbox_and_forget_the_number(texts):
    send_text(phone=PHONE, template="notice")
    row = OutboxMessage.objects.get()
    assert (row.state, len(texts)) == ("queued", 0)
    job = ProcrastinateJob.objects.get(task_name="cocare.notifications.jobs.deliver")
    assert job.args == {"message_id": str(row.pk)}
    jobs.deliver.func(message_id=str(row.pk))
    jobs.deliver.func(message_id=str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.address, len(texts)) == ("handed_over", "", 1)


def test_the_job_tries_again_while_the_gateway_is_away(fake, settings):
    settings.SMS_PROVIDER, settings.SMS_LIMITED = "http", False
    fake.answer = (503, {})
    send_text(phone=PHONE, template="notice")
    row = OutboxMessage.objects.get()
    with pytest.raises(Unreachable):
        outbox.deliver(message_id=row.pk)
    fake.answer = (200, {"id": "1"})
    outbox.deliver(message_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.tries) == ("handed_over", 2)


def test_a_refused_text_is_not_tried_again(fake, settings):
    settings.SMS_PROVIDER, settings.SMS_LIMITED = "http", False
    fake.answer = (400, {})
    send_text(phone=PHONE, template="notice")
    row = OutboxMessage.objects.get()
    outbox.deliver(message_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.failure, row.address) == ("failed", "http_400", "")


@pytest.mark.parametrize(("kind", "said", "sent"), [
    ("test.message", None, 0),
    ("test.message", True, 1),
    ("test.reminder", None, 1),
    ("test.reminder", False, 0),
    ("test.urgent", None, 1),
    ("test.urgent", False, 1),
])  # fmt: skip
def test_notices_go_out_as_the_person_wants(cast, texts, kind, said, sent):
    account = make.account(cast.lin_lan)
    account.phone_verified = True
    account.save()
    if said is not None:
        Preference.objects.create(person=cast.lin_lan, kind=kind, route="sms", wanted=said)
    services.notify(person_ids=[cast.lin_lan.pk], kind=kind)
    for row in OutboxMessage.objects.all():
        outbox.deliver(message_id=row.pk)
    assert [text.phone for text in texts] == [account.phone] * sent


def test_nothing_goes_to_a_number_that_nobody_confirmed(cast, texts):
    make.account(cast.lin_lan)
    services.notify(person_ids=[cast.lin_lan.pk], kind="test.urgent")
    outbox.deliver(message_id=OutboxMessage.objects.get().pk)
    assert not texts
    assert OutboxMessage.objects.get().failure == "no_phone"
