"""Production's settings, as far as processes without TLS can have them: pools, Redis for the cache, no demo doors."""

from cocare.settings import env
from cocare.settings.base import *  # noqa: F403  # settings are merged by star imports
from cocare.settings.base import REDIS_URL, database
from cocare.settings.logs import logging_config

DEMO = False
SECRET_KEY = "only-the-torture-test-signs-with-this-key"
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {"default": database(env.text("DATABASE_URL"), pool=True)}
CACHES = {"default": {"BACKEND": "cocare.core.redis_cache.FallbackRedisCache", "LOCATION": REDIS_URL}}
# The clients sign in with sessions that population.py made.
STAFF_SECOND_FACTOR = False
LOGGING = logging_config("WARNING", as_json=False)
