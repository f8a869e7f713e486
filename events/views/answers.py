"""What a refusal looks like where no form can show it: on top of the next page, or as JSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from cocare.core.errors import DomainError
from cocare.core.responses import flash_refusal, goto


def refuse(request: HttpRequest, error: DomainError, name: str, **kwargs: Any) -> HttpResponse:
    """Say the refusal at the top of the page where the person was."""
    flash_refusal(request, error)
    return goto(name, **kwargs)


def problem(error: DomainError) -> JsonResponse:
    """The same for a script that saves in the background."""
    fields = {name: [str(text) for text in texts] for name, texts in error.fields.items()}
    answer = JsonResponse({"code": error.code, "text": str(error.text), "fields": fields}, status=error.status)
    answer["Cache-Control"] = "no-store"
    return answer
