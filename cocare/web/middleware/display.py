"""The language and the looks of the page that answers a request."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils import translation

from cocare.core.request import Request

from ..display import display_of


class DisplayMiddleware:
    """Sets `request.display`, and the language for everything that is said while this request is answered."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.display = display_of(request)
        translation.activate(request.display.language)
        request.LANGUAGE_CODE = request.display.language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.display.language)
        return response
