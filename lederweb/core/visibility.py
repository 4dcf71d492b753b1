"""What the public may see, asked of a page at hand without a query."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Left, Length
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from lederweb.core.page_cache import remembered


def is_public(page: Page) -> bool:
    """Whether the page is published and neither it nor a page above it is kept from the public."""
    restricted = remembered(
        "restricted paths",
        lambda: tuple(PageViewRestriction.objects.values_list("page__path", flat=True)),
    )
    return page.live and not page.path.startswith(restricted)


def private_collections() -> frozenset[int]:
    """The collections whose documents are kept from the public, those below others too."""
    restrictions = CollectionViewRestriction.objects.filter(
        collection__path=Left(OuterRef("path"), Length("collection__path"))
    )
    return remembered(
        "private collections",
        lambda: frozenset(
            Collection.objects.filter(Exists(restrictions)).values_list("pk", flat=True)
        ),
    )


def is_public_document(document: Any) -> bool:
    """Whether the public may have the document. One that stands on a private page may be public."""
    return document.collection_id not in private_collections()
