"""What the public may see, asked of a page at hand without a query."""

from __future__ import annotations

from wagtail.models import Page, PageViewRestriction

from lederweb.core.page_cache import remembered


def is_public(page: Page) -> bool:
    """Whether the page is published and neither it nor a page above it is kept from the public."""
    restricted = remembered(
        "restricted paths",
        lambda: tuple(PageViewRestriction.objects.values_list("page__path", flat=True)),
    )
    return page.live and not page.path.startswith(restricted)
