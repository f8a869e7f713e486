"""The demo: one process, its own PostgreSQL in the data folder, everything else within the process."""

from cocare.embedded.postgres import demo_database_url
from cocare.settings import env
from cocare.settings.base import *  # noqa: F403  # settings are merged by star imports
from cocare.settings.base import DATA_DIR, database
from cocare.settings.logs import logging_config

DEMO = True
# The fixed code and the one-click sign-in live in this adapter's module, which no other settings may import.
ACCOUNT_ADAPTER = "cocare.web.demo_sign_in.DemoAccountAdapter"
ACCOUNT_RATE_LIMITS = {"request_login_code": "600/m/ip,60/m/key"}
STAFF_SECOND_FACTOR = False
SECRET_KEY = env.text("SECRET_KEY") or "the-demo-signs-with-this-key-and-production-refuses-it"
ALLOWED_HOSTS = env.list_of("ALLOWED_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]

DATABASES = {"default": database(env.text("DATABASE_URL") or demo_database_url(DATA_DIR), pool=True)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

WEB_PROCESSES = 0
SOCKET_PROCESSES = 1
WORKER_PROCESSES = 0
ALLAUTH_TRUSTED_PROXY_COUNT = 0
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# Static files are served straight from where they are written, so an edit shows at the next load.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

LOGGING = logging_config("WARNING", as_json=False)
