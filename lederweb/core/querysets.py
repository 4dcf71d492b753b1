"""Reads that all page types share."""

from __future__ import annotations

from typing import Self

from django.db.models import Exists, OuterRef
from django.db.models.functions import Left, Length
from wagtail.models import PageQuerySet, PageViewRestriction


def restricted(below: str = "") -> Exists:
    """Whether the page, or one above it, is kept from the public; for rows of pages.

    For rows that have a page, `below` is the way to it ("page__").
    """
    path = OuterRef(f"{below}path")
    return Exists(PageViewRestriction.objects.filter(page__path=Left(path, Length("page__path"))))


class BasePageQuerySet(PageQuerySet):
    def public(self) -> Self:
        """Pages that neither they nor any page above them keep from the public.

        Wagtail's own reads all restrictions first, one more query for every list.
        """
        return self.filter(~restricted())

    def listed(self) -> Self:
        """What may stand on a list, without its long texts; one query.

        Cards are kept once rendered and fetch their pictures only when they are not
        (`rendered_cards` in the template tags).
        """
        return self.live().public().defer_streamfields()
