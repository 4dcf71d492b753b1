"""Reads that all page types share."""

from __future__ import annotations

from typing import Self

from django.db.models import Exists, OuterRef
from django.db.models.functions import Left, Length
from wagtail.models import PageQuerySet, PageViewRestriction


class BasePageQuerySet(PageQuerySet):
    def public(self) -> Self:
        """Pages that neither they nor any page above them keep from the public.

        Wagtail's own reads all restrictions first, one more query for every list.
        """
        restrictions = PageViewRestriction.objects.filter(
            page__path=Left(OuterRef("path"), Length("page__path"))
        )
        return self.filter(~Exists(restrictions))

    def listed(self) -> Self:
        """What may stand on a list, with its picture and without its long texts.

        Two queries whatever the length: the rows with their pictures, and all renditions.
        """
        return (
            self.live()
            .public()
            .select_related("picture")
            .prefetch_related("picture__renditions")
            .defer_streamfields()
        )
