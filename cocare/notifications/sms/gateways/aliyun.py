"""Aliyun's SendSms, with its request signature ACS3-HMAC-SHA256 (V3)."""

import hashlib
import hmac
import json
import secrets
from datetime import UTC
from urllib.parse import quote

from django.conf import settings

from cocare.core import clock

from ...errors import NotAccepted, Unreachable
from .base import Message
from .http import address, host, post

PUBLIC = "https://dysmsapi.aliyuncs.com"
ALGORITHM = "ACS3-HMAC-SHA256"
BUSY = {"isv.BUSINESS_LIMIT_CONTROL", "Throttling.User", "Throttling.Api", "SystemError"}


def _encoded(values: dict[str, str]) -> str:
    return "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(values.items()))


def signed(url: str, query: str, *, key: str, secret: str, nonce: str, date: str) -> dict[str, str]:
    """Return the headers of a SendSms request whose parameters all stand in the query."""
    digest = hashlib.sha256(b"").hexdigest()
    headers = {
        "host": host(url),
        "x-acs-action": "SendSms",
        "x-acs-content-sha256": digest,
        "x-acs-date": date,
        "x-acs-signature-nonce": nonce,
        "x-acs-version": "2017-05-25",
    }
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = "\n".join(["POST", "/", query, lines, names, digest])
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    headers["Authorization"] = f"{ALGORITHM} Credential={key},SignedHeaders={names},Signature={signature}"
    return headers


class AliyunGateway:
    def send(self, message: Message) -> str:
        url = address(PUBLIC)
        query = _encoded(
            {
                "PhoneNumbers": message.phone.removeprefix("+86").removeprefix("+"),
                "SignName": settings.SMS_SIGNATURE,
                "TemplateCode": settings.SMS_TEMPLATES.get(message.template.name, ""),
                "TemplateParam": json.dumps(message.params, ensure_ascii=False, separators=(",", ":")),
            }
        )
        headers = signed(
            url,
            query,
            key=settings.SMS_ACCESS_KEY,
            secret=settings.SMS_SECRET_KEY,
            nonce=secrets.token_hex(16),
            date=clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        answer = post(f"{url}/?{query}", b"", headers)
        code = str(answer.get("Code", ""))
        if code in BUSY:
            raise Unreachable
        if code != "OK":
            raise NotAccepted(code[:40] or "refused")
        return str(answer.get("BizId", ""))
