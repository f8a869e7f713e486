"""Production: PostgreSQL, Redis, disk or S3, TLS before it. Refuses to start when something about it is unsafe."""

from cocare.settings import env
from cocare.settings.base import *  # noqa: F403  # settings are merged by star imports
from cocare.settings.base import CONTENT_SECURITY_POLICY, REDIS_URL, STORAGES, database
from cocare.settings.production_checks import refuse_if_unsafe

DATABASES = {"default": database(env.text("DATABASE_URL"), pool=True)}
CACHES = {
    "default": {"BACKEND": "cocare.core.redis_cache.FallbackRedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
}

if env.text("STORAGE") == "s3":
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": env.text("S3_ENDPOINT_URL"),
            "bucket_name": env.text("S3_BUCKET"),
            "region_name": env.text("S3_REGION") or None,
            "access_key": env.text("S3_ACCESS_KEY"),
            "secret_key": env.text("S3_SECRET_KEY"),
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
STORAGES["staticfiles"]["BACKEND"] = "cocare.settings.static_storage.HashedStaticFiles"

SECURE_SSL_REDIRECT = True
# The health check comes from within the container, past the proxy that ends TLS.
SECURE_REDIRECT_EXEMPT = [r"^api/v1/health$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

refuse_if_unsafe(globals())
