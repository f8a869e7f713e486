"""The tests: PostgreSQL and Redis from tools/with_services.py, quick hashes, no pool."""

from cocare.settings import env
from cocare.settings.base import *  # noqa: F403  # settings are merged by star imports
from cocare.settings.base import database
from cocare.settings.logs import logging_config

DEMO = False
# Tests of sign-in switch it on; the others act as staff without a telephone.
STAFF_SECOND_FACTOR = False
# Browser tests sign in with passkeys over plain http on localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SECRET_KEY = "only-the-tests-sign-with-this-key"  # noqa: S105  # nothing is secret there
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]

# A pool would hold connections to databases that pytest wants to drop.
DATABASES = {"default": database(env.text("DATABASE_URL") or "postgresql:///cocare", pool=False)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLAUTH_TRUSTED_PROXY_COUNT = 0
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

LOGGING = logging_config("WARNING", as_json=True)
