"""The demo's district, served as production serves it: several processes, Redis between them, one front before them."""

from cocare.settings import env
from cocare.settings.demo import *  # noqa: F403  # settings are merged by star imports
from cocare.settings.demo import REDIS_URL

CACHES = {"default": {"BACKEND": "cocare.core.redis_cache.FallbackRedisCache", "LOCATION": REDIS_URL}}

WEB_PROCESSES = env.number("WEB_PROCESSES")
SOCKET_PROCESSES = env.number("SOCKET_PROCESSES")
WORKER_PROCESSES = env.number("WORKER_PROCESSES")
# cocare.embedded.reverse_proxy
ALLAUTH_TRUSTED_PROXY_COUNT = 1
