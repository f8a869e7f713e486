"""When each signed-in device was last seen."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

NOTE_EVERY = 300  # seconds: a write for each page would be too dear


class DeviceMiddleware:
    """Notes when a device was seen, at most every five minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"device-seen:{key}", 1, NOTE_EVERY):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)
