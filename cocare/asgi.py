"""Pages and sockets in one application: all of the demo, and production's socket processes."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocare.settings.production")

# Before anything that touches models: this is what sets Django up.
pages = get_asgi_application()

from importlib.util import find_spec  # noqa: E402

if find_spec("cocare.realtime") and find_spec("cocare.realtime.asgi"):
    from cocare.realtime.asgi import application_around

    application = application_around(pages)
else:
    application = pages
