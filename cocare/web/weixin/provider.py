from typing import Any

from allauth.socialaccount.providers.weixin.provider import WeixinProvider

from .views import UnionIdAdapter


class UnionIdProvider(WeixinProvider):
    """An openid belongs to one app; the unionid to the person, in the mini-program and on the web alike."""

    name = "WeChat"
    oauth2_adapter_class = UnionIdAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        return data.get("unionid") or data["openid"]


provider_classes = [UnionIdProvider]
