"""Pages and sockets in one application: all of the demo, and production's socket processes."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocare.settings.production")

# Sets Django up, so it comes before anything that touches models.
pages = get_asgi_application()

from cocare.realtime.asgi import application_around  # noqa: E402  # see above

application = application_around(pages)  # type: ignore[arg-type]  # Django's scope is a dict, ours any mapping
