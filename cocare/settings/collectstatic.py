"""Collecting static files while an image is built: there is no key, host or database yet, and none is needed."""

from cocare.settings.base import *  # noqa: F403  # settings are merged by star imports
from cocare.settings.base import STORAGES

SECRET_KEY = "only-static-files-are-collected-with-this"  # noqa: S105  # nothing is signed with it
STORAGES["staticfiles"]["BACKEND"] = "cocare.settings.static_storage.HashedStaticFiles"
