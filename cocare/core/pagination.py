"""Pagination of every list that can grow."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 30


def page_of(request: HttpRequest, rows: QuerySet | list, per_page: int = PER_PAGE) -> Page:
    """Return the page that `?page=` names; the first or last one when the number is off. Order `rows` first."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
