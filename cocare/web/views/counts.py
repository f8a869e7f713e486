"""The numbers of what is new, for the badges of the navigation."""

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cocare.core import contributions
from cocare.core.request import Request


@never_cache
@require_safe
def count_list(request: Request) -> JsonResponse:
    """Answer with the numbers of what is new, for a page on which something came: {"bell": 2, "chat": 5}."""
    return JsonResponse(contributions.counts(request.actor))
