"""The settings that demo, test and production have in common."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from cocare.settings import env
from cocare.settings.logs import logging_config
from cocare.settings.sign_in import *  # noqa: F403  # settings are merged by star imports

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = BASE_DIR / env.text("DATA_DIR")

SITE_URL = env.text("SITE_URL").rstrip("/")
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list_of("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.list_of("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DEBUG = False
# True only in the demo: one-click sign-in and the fixed SMS code exist nowhere else.
DEMO = False

# ---- rooms ------------------------------------------------------------------------------------

ROOMS = [
    "cocare.core",
    "cocare.people",
    "cocare.files",
    "cocare.notifications",
    "cocare.channel",
    "parents_school",
    "events",
    "cocare.realtime",
    "cocare.web",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    *ROOMS,
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    *SIGN_IN_PROVIDER_APPS,
    "allauth.mfa",
    "allauth.usersessions",
    "channels",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cocare.web.middleware.display.DisplayMiddleware",
    "cocare.web.middleware.write_limit.WriteLimitMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cocare.web.middleware.device_tracking.DeviceMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cocare.people.middleware.ActorMiddleware",
    "cocare.web.middleware.second_factor.SecondFactorMiddleware",
]

ROOT_URLCONF = "cocare.urls"
ASGI_APPLICATION = "cocare.asgi.application"
WSGI_APPLICATION = "cocare.wsgi.application"
AUTH_USER_MODEL = "people.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cocare.web.context.shell",
            ]
        },
    }
]

FORM_RENDERER = "cocare.web.form_renderer.FormRenderer"
CSRF_FAILURE_VIEW = "cocare.web.error_pages.csrf_failure"

# ---- data -------------------------------------------------------------------------------------


def database(url: str, *, pool: bool) -> dict[str, object]:
    """Django's settings for the PostgreSQL at `url`."""
    parts = conninfo_to_dict(url)
    sizes = {
        "min_size": env.number("DATABASE_POOL_MIN"),
        "max_size": env.number("DATABASE_POOL_MAX"),
        # While PostgreSQL is away nobody waits for longer. The pool itself would ask ever more rarely, up to minutes:
        # when it gives up soon, the next request makes it try at once.
        "timeout": 5,
        "reconnect_timeout": 4,
    }
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{django: str(parts.get(name) or "") for name, django in known.items()},
        "OPTIONS": {
            **{name: value for name, value in parts.items() if name not in known},
            # Under ASGI kept connections leak, and a new one for each request costs three times the work.
            **({"pool": sizes} if pool else {}),
        },
        # After a restart of PostgreSQL the pool is full of dead connections; asking costs a twentieth of a millisecond.
        "CONN_HEALTH_CHECKS": pool,
    }


REDIS_URL = env.text("REDIS_URL")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"
CLAMD = env.text("CLAMD")
FILES_ACCEL_PREFIX = env.text("FILES_ACCEL_PREFIX")
# The font of certificates and of the demo's video; `make` builds it.
FONT_FILE = BASE_DIR / "build" / "fonts" / "cocare-sans.ttf"

STATIC_URL = "/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [path for path in (BASE_DIR / "static", BASE_DIR / "build" / "vendor") if path.exists()]

# ---- language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# ---- security ---------------------------------------------------------------------------------

SOCKET_ORIGIN = SITE_URL.replace("http", "ws", 1)
CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        # Older browsers do not count the socket among 'self'.
        "connect-src": [SELF, SOCKET_ORIGIN],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *SIGN_IN_HOSTS],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
CSRF_FAILURE_VIEW = "cocare.web.error_pages.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
# Larger bodies than this are files, which have limits of their own.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Requests that change something; a stranger's are counted by address, behind which a whole school may sit.
WRITES_PER_MINUTE = 300
STRANGERS_WRITES_PER_MINUTE = 600

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# ---- processes --------------------------------------------------------------------------------

WEB_PROCESSES = env.number("WEB_PROCESSES")
SOCKET_PROCESSES = env.number("SOCKET_PROCESSES")
WORKER_PROCESSES = env.number("WORKER_PROCESSES")
HEALTH_TOKEN = env.text("HEALTH_TOKEN")

LOGGING_CONFIG = None
LOGGING = logging_config(env.text("LOG_LEVEL"), as_json=True)

# Background jobs are in each room's jobs.py.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
