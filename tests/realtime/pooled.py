"""The settings of these tests with connections from a pool, as production has them."""

from cocare.settings import env
from cocare.settings.base import database
from tests.realtime.settings import *  # noqa: F403  # settings are merged by star imports

DATABASES = {"default": database(env.text("DATABASE_URL"), pool=True)}
