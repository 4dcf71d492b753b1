"""All reads of projects."""

from __future__ import annotations

from wagtail.models import PageQuerySet


class ProjectQuerySet(PageQuerySet):
    def listed(self) -> ProjectQuerySet:
        """Public projects by title, without their long texts."""
        return (
            self.live()
            .public()
            .select_related("picture")
            .prefetch_related("picture__renditions")
            .defer_streamfields()
            .order_by("title")
        )

    def owned_by(self, tier: str) -> ProjectQuerySet:
        return self.filter(owners__contains=[tier])
