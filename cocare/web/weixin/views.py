from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.weixin.views import WeixinOAuth2Adapter


class UnionIdAdapter(WeixinOAuth2Adapter):
    """allauth's own adapter; a class of its own so that its views stand under our provider."""


oauth2_login = OAuth2LoginView.adapter_view(UnionIdAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(UnionIdAdapter)
