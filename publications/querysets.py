"""All reads of content."""

from __future__ import annotations

from django.db.models import Q
from wagtail.models import PageQuerySet


class ContentQuerySet(PageQuerySet):
    def listed(self) -> ContentQuerySet:
        """What may stand on a list, newest first, with its picture and without long texts.

        Two queries whatever the length: the rows with their pictures, and all renditions.
        """
        return (
            self.live()
            .public()
            .select_related("picture")
            .prefetch_related("picture__renditions")
            .defer_streamfields()
            .order_by("-sort_date", "-first_published_at", "-pk")
        )

    def about(self, topic: object) -> ContentQuerySet:
        """What has the topic, or a topic below it."""
        return self.filter(
            Q(topics=topic) | Q(topics__in=topic.get_descendants())  # type: ignore[attr-defined]
        ).distinct()

    def for_tier(self, tier: str) -> ContentQuerySet:
        return self.filter(owners__contains=[tier])

    def of_kind(self, *models: type) -> ContentQuerySet:
        return self.exact_type(*models)
