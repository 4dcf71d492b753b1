"""All reads of content."""

from __future__ import annotations

from typing import Self

from lederweb.core.querysets import BasePageQuerySet


class ContentQuerySet(BasePageQuerySet):
    def listed(self) -> Self:
        """Newest first."""
        return super().listed().order_by("-sort_date", "-first_published_at", "-pk")

    def for_tier(self, tier: str) -> Self:
        return self.filter(owners__contains=[tier])

    def of_kind(self, *models: type) -> Self:
        return self.exact_type(*models)
