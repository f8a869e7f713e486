"""Pages and sockets in one application: all of the demo, and production's socket processes."""

import os
from importlib.util import find_spec

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocare.settings.production")

# Sets Django up, so it comes before anything that touches models.
pages = get_asgi_application()


async def lifespan(_scope, receive, send):
    """Start and stop with the server: nothing to do without sockets."""
    while True:
        event = (await receive())["type"]
        await send({"type": f"{event}.complete"})
        if event == "lifespan.shutdown":
            return


async def without_sockets(scope, receive, send):
    await (lifespan if scope["type"] == "lifespan" else pages)(scope, receive, send)


application = without_sockets
if find_spec("cocare.realtime") and find_spec("cocare.realtime.asgi"):
    from cocare.realtime.asgi import application_around

    application = application_around(pages)
