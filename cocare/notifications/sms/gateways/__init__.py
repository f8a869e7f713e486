"""Which gateway carries the texts: SMS_PROVIDER."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .aliyun import AliyunGateway
from .base import Gateway
from .bearer import BearerGateway
from .console import ConsoleGateway
from .tencent import TencentGateway

GATEWAYS: dict[str, type[Gateway]] = {
    "console": ConsoleGateway,
    "http": BearerGateway,
    "aliyun": AliyunGateway,
    "tencent": TencentGateway,
}


def gateway() -> Gateway:
    """Return the gateway of this installation. Raise ImproperlyConfigured for a provider that is not known."""
    try:
        return GATEWAYS[settings.SMS_PROVIDER]()
    except KeyError:
        raise ImproperlyConfigured(f"SMS_PROVIDER {settings.SMS_PROVIDER} is not known.") from None
