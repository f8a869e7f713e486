from allauth.socialaccount.providers.oauth2.urls import default_urlpatterns

from .provider import UnionIdProvider

urlpatterns = default_urlpatterns(UnionIdProvider)
