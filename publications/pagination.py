"""Cutting long lists into pages, with the page number in the address as `side`."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PARAMETER = "side"


def page_of(items: Any, request: HttpRequest, per_page: int) -> Page:
    """The page that the address asks for; nonsense gives the first, too far the last."""
    return page_numbered(items, request.GET.get(PARAMETER), per_page)


def page_numbered(items: Any, number: str | None, per_page: int) -> Page:
    """The same where the number was taken from the address already."""
    return Paginator(items, per_page).get_page(number)
