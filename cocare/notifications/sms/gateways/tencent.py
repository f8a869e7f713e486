"""Tencent Cloud's SendSms, with its request signature TC3-HMAC-SHA256."""

import hashlib
import hmac
import json
from datetime import UTC

from django.conf import settings

from cocare.core import clock

from ...errors import NotAccepted, Unreachable
from .base import Message
from .http import address, host, post

PUBLIC = "https://sms.tencentcloudapi.com"
ALGORITHM = "TC3-HMAC-SHA256"
SERVICE = "sms"
CONTENT_TYPE = "application/json; charset=utf-8"
BUSY = ("RequestLimitExceeded", "InternalError", "FailedOperation.TemporaryError")


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signed(url: str, body: bytes, *, key: str, secret: str, at: int, day: str) -> dict[str, str]:
    """Return the headers of a SendSms request. `at` in Unix seconds, `day` the same moment's date in UTC."""
    signed_names = "content-type;host;x-tc-action"
    lines = f"content-type:{CONTENT_TYPE}\nhost:{host(url)}\nx-tc-action:sendsms\n"
    canonical = "\n".join(["POST", "/", "", lines, signed_names, hashlib.sha256(body).hexdigest()])
    scope = f"{day}/{SERVICE}/tc3_request"
    to_sign = "\n".join([ALGORITHM, str(at), scope, hashlib.sha256(canonical.encode()).hexdigest()])
    signing_key = _hmac(_hmac(_hmac(b"TC3" + secret.encode(), day), SERVICE), "tc3_request")
    signature = hmac.new(signing_key, to_sign.encode(), hashlib.sha256).hexdigest()
    return {
        "Authorization": f"{ALGORITHM} Credential={key}/{scope}, SignedHeaders={signed_names}, Signature={signature}",
        "Content-Type": CONTENT_TYPE,
        "Host": host(url),
        "X-TC-Action": "SendSms",
        "X-TC-Timestamp": str(at),
        "X-TC-Version": "2021-01-11",
        "X-TC-Region": settings.SMS_REGION,
    }


class TencentGateway:
    def send(self, message: Message) -> str:
        url = address(PUBLIC)
        body = json.dumps(
            {
                "PhoneNumberSet": [message.phone],
                "SmsSdkAppId": settings.SMS_APP_ID,
                "SignName": settings.SMS_SIGNATURE,
                "TemplateId": settings.SMS_TEMPLATES.get(message.template.name, ""),
                "TemplateParamSet": [message.params[name] for name in message.template.params],
            },
            ensure_ascii=False,
        ).encode()
        now = clock.now().astimezone(UTC)
        headers = signed(
            url,
            body,
            key=settings.SMS_ACCESS_KEY,
            secret=settings.SMS_SECRET_KEY,
            at=int(now.timestamp()),
            day=now.strftime("%Y-%m-%d"),
        )
        answer = post(url, body, headers).get("Response", {})
        code = str(answer.get("Error", {}).get("Code", "")) or str(
            (answer.get("SendStatusSet") or [{}])[0].get("Code", "")
        )
        if code.startswith(BUSY):
            raise Unreachable
        if code != "Ok":
            raise NotAccepted(code[:40] or "refused")
        return str(answer["SendStatusSet"][0].get("SerialNo", ""))
