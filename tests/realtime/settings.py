"""The test settings, with one small room more: a live subject for each class, on which sockets can be tried."""

from cocare.settings.test import *  # noqa: F403  # settings are merged by star imports
from cocare.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.realtime.stage"]
