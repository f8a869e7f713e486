"""The settings of a production socket process, as far as a benchmark can have them."""

from cocare.settings import env
from cocare.settings.base import *  # noqa: F403  # settings are merged by star imports
from cocare.settings.base import INSTALLED_APPS, MIDDLEWARE, database
from cocare.settings.logs import logging_config

DEMO = False
SECRET_KEY = "only-the-benchmark-signs-with-this-key"
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {"default": database(env.text("DATABASE_URL"), pool=True)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.relay"]
# In production the proxy delivers static files; here nobody asks for any.
MIDDLEWARE = [one for one in MIDDLEWARE if not one.startswith("whitenoise.")]
STAFF_SECOND_FACTOR = False
LOGGING = logging_config("WARNING", as_json=False)
