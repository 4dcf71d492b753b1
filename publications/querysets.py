"""All reads of content."""

from __future__ import annotations

from typing import Self

from lederweb.core.querysets import BasePageQuerySet


class ContentQuerySet(BasePageQuerySet):
    def listed(self) -> Self:
        """Newest first."""
        return super().listed().order_by("-sort_date", "-first_published_at", "-pk")

    def cards(self) -> Self:
        """Only what cards show: a third of the columns, for lists of mixed kinds."""
        return self.listed().only(
            "title",
            "url_path",
            "path",
            "depth",
            "live",
            "content_type_id",
            "first_published_at",
            "lead",
            "owners",
            "picture_id",
            "project_id",
            "published_on",
            "reading_minutes",
            "sort_date",
        )

    def for_tier(self, tier: str) -> Self:
        return self.filter(owners__contains=[tier])

    def of_kind(self, *models: type) -> Self:
        return self.exact_type(*models)
