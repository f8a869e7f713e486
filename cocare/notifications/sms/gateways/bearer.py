"""A plain gateway: a JSON body, a bearer token, our own text."""

import json

from django.conf import settings

from ...errors import NotAccepted
from .base import Message
from .http import gateway_url, post


class BearerGateway:
    """POST {"phone", "signature", "template", "params", "text"}; an answer {"id": …} means taken."""

    def send(self, message: Message) -> str:
        body = {
            "phone": message.phone,
            "signature": settings.SMS_SIGNATURE,
            "template": message.template.name,
            "params": message.params,
            "text": message.text,
        }
        headers = {"Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}", "Content-Type": "application/json"}
        answer = post(gateway_url(), json.dumps(body, ensure_ascii=False).encode(), headers)
        if not answer.get("id"):
            raise NotAccepted(str(answer.get("code", "refused"))[:40])
        return str(answer["id"])
