"""How a view answers what somebody sent: done and seen elsewhere, or refused where it was written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from .errors import DomainError, Invalid, NotFound


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was filled with, also when that is nothing at all; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def cleaned(form: BaseForm) -> dict[str, Any]:
    """What a form holds, for a service that is called without showing it again. Raises Invalid."""
    if not form.is_valid():
        raise Invalid.from_form(form)
    return form.cleaned_data


@contextmanager
def refusals_in(form: BaseForm, field: str | None = None) -> Iterator[None]:
    """Call the service in here and leave with a redirect; what it refuses is put into the form, to show that again."""
    try:
        yield
    except DomainError as refusal:
        into_form(form, refusal, field)


def into_form(form: BaseForm, refusal: DomainError, field: str | None = None) -> None:
    """Put a refusal beside the fields that it names; when the form has none of them, beside `field` or on top."""
    named: dict[str | None, Sequence[str]]
    named = {name: texts for name, texts in refusal.fields.items() if name in form.fields}
    for name, texts in (named or {field: [str(refusal.text)]}).items():
        form.add_error(name, list(texts))
    form.refusal = refusal  # type: ignore[attr-defined]  # status_of asks for it


def status_of(form: BaseForm) -> int:
    """The status of a form's page: 200 while it is only shown, 422 when filled in wrongly, or the refusal's own."""
    return getattr(form, "refusal", Invalid).status if form.is_bound else 200


def attempt(request: HttpRequest, done: str, act: Callable[[], object]) -> bool:
    """Run a service for a plain button; say `done`, or what it refuses. Answers whether it was done."""
    try:
        act()
    except NotFound:
        raise
    except DomainError as refusal:
        tell(request, refusal)
        return False
    messages.success(request, done)
    return True


def tell(request: HttpRequest, refusal: DomainError) -> None:
    """Say a refusal on top of the next page: the sentence of its field when there is only one, else its own."""
    sentences = [str(text) for texts in refusal.fields.values() for text in texts]
    messages.error(request, sentences[0] if len(sentences) == 1 else str(refusal.text))


def goto(name: str, *args, **kwargs) -> HttpResponse:
    """Redirect after a write (303)."""
    return HttpResponseRedirect(reverse(name, args=args, kwargs=kwargs), status=303)
