"""How views of this room answer: where to go next, and what a refusal looks like."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse

from cocare.core.access import Actor
from cocare.core.errors import DomainError, NotFound


class SeeOther(HttpResponseRedirect):
    status_code = 303


def go(name: str, **kwargs: Any) -> HttpResponse:
    """After a write: look at that page."""
    return SeeOther(reverse(name, kwargs=kwargs))


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, or None when the page was only opened: an empty form that was sent is still wrong."""
    return request.POST if request.method == "POST" else None


def refuse(request: HttpRequest, error: DomainError, name: str, **kwargs: Any) -> HttpResponse:
    """Say the refusal at the top of the page where the person was."""
    sentences = [str(text) for texts in error.fields.values() for text in texts]
    messages.error(request, sentences[0] if len(sentences) == 1 else str(error.text))
    return go(name, **kwargs)


def into_form(form: BaseForm, error: DomainError) -> None:
    """Put a refusal beside the fields it belongs to."""
    placed = False
    for name, texts in error.fields.items():
        if name in form.fields:
            placed = True
            for text in texts:
                form.add_error(name, text)
    if not placed:
        form.add_error(None, str(error.text))


def problem(error: DomainError) -> JsonResponse:
    """The same for a script that saves in the background."""
    fields = {name: [str(text) for text in texts] for name, texts in error.fields.items()}
    answer = JsonResponse({"code": error.code, "text": str(error.text), "fields": fields}, status=error.status)
    answer["Cache-Control"] = "no-store"
    return answer


def only(actor: Actor, *capacities: str) -> Actor:
    """The actor, if in one of these capacities. For everyone else there is nothing here."""
    if actor.capacity not in capacities:
        raise NotFound
    return actor
