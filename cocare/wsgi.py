"""Pages alone, for a WSGI server in production. Sockets are served by cocare.asgi in processes of their own."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocare.settings.production")

application = get_wsgi_application()
