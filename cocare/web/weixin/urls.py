from allauth.socialaccount.providers.oauth2.urls import default_urlpatterns

from .provider import UnionProvider

urlpatterns = default_urlpatterns(UnionProvider)
