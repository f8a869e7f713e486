"""How a view answers what somebody sent: done and seen elsewhere, or refused where it was written.

The same kind of refusal has the same status everywhere: that of its DomainError.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from .errors import DomainError, Forbidden, Invalid, NotFound, TooFast


def post_data(request: HttpRequest) -> QueryDict | None:
    """Return what a form was filled with, also when that is nothing at all; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def validated(form: BaseForm) -> dict[str, Any]:
    """Return what a form holds, for a service that is called without showing it again. Raise Invalid."""
    if not form.is_valid():
        raise Invalid.from_form(form)
    return form.cleaned_data


@contextmanager
def refusals_in(form: BaseForm, field: str | None = None) -> Iterator[None]:
    """Call the service in here and leave with a redirect; what it refuses is put into the form, to show that again."""
    try:
        yield
    except DomainError as refusal:
        add_refusal(form, refusal, field)


def add_refusal(form: BaseForm, refusal: DomainError, field: str | None = None) -> None:
    """Put a refusal beside the fields that it names; when the form has none of them, beside `field` or on top."""
    named: dict[str | None, Sequence[str | Promise]]
    named = {name: texts for name, texts in refusal.fields.items() if name in form.fields}
    for name, texts in (named or {field: [str(refusal.text)]}).items():
        form.add_error(name, [str(text) for text in texts])
    form.refusal = refusal  # type: ignore[attr-defined]  # status_of asks for it


def form_status(form: BaseForm) -> int:
    """Return the status of a form's page: 200 while it is only shown, 422 when filled in wrongly, or the refusal's."""
    return getattr(form, "refusal", Invalid).status if form.is_bound else 200


def attempt(request: HttpRequest, done: str, act: Callable[[], object]) -> bool:
    """Run a service for a plain button; flash `done`, or what it refuses. Return whether it was done.

    What is not the person's to see or do (NotFound, Forbidden) goes through to its own page.
    """
    try:
        act()
    except (NotFound, Forbidden):
        raise
    except DomainError as refusal:
        flash_refusal(request, refusal)
        return False
    messages.success(request, done)
    return True


def flash_refusal(request: HttpRequest, refusal: DomainError) -> None:
    """Show a refusal on top of the next page: the sentence of its field when there is only one, else its own."""
    sentences = [str(text) for texts in refusal.fields.values() for text in texts]
    messages.error(request, sentences[0] if len(sentences) == 1 else str(refusal.text))


def goto(
    name: str, *args: Any, query: Mapping[str, Any] | None = None, fragment: str | None = None, **kwargs: Any
) -> HttpResponse:
    """Redirect after a write (303), to a place on the page where `fragment` names one."""
    return HttpResponseRedirect(reverse(name, args=args, kwargs=kwargs, query=query, fragment=fragment), status=303)


def goto_path(path: str) -> HttpResponse:
    """Redirect (303) to a path of ours, which the caller has made or checked (`next_path`)."""
    return HttpResponseRedirect(path, status=303)


def next_path(request: HttpRequest, fallback: str = "/") -> str:
    """Return where a form or link asks to go back to by `next`, if that is a page of ours."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure())
    return path if is_ours else fallback


def problem(refusal: DomainError) -> JsonResponse:
    """Answer a refusal to a script or a program as a problem document (RFC 9457).

    `fields` maps a form field's name to its sentences; `retry_after` is in seconds.
    """
    members: dict[str, Any] = {}
    if refusal.fields:
        members["fields"] = {name: [str(text) for text in texts] for name, texts in refusal.fields.items()}
    if isinstance(refusal, TooFast):
        members["retry_after"] = refusal.retry_after
    return problem_document(refusal.status, refusal.code, refusal.text, **members)


def problem_document(status: int, code: str, text: str | Promise, **members: Any) -> JsonResponse:
    """Return a problem document (RFC 9457) with a code of the wire protocol. It is never stored."""
    body = {"type": "about:blank", "status": status, "code": code, "title": str(text), **members}
    response = JsonResponse(body, status=status, content_type="application/problem+json")
    response["Cache-Control"] = "no-store"
    if "retry_after" in members:
        response["Retry-After"] = str(math.ceil(members["retry_after"]))
    return response
