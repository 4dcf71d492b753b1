"""The topics that a reader can choose between: the top level of the site's own."""

from __future__ import annotations

from publications.models import TopicPage


def topics_on_offer() -> dict[int, str]:
    """Page number → title, in the site's order. Two levels exist; the upper one is offered."""
    topics = list(
        TopicPage.objects.live().public().order_by("path").values_list("depth", "pk", "title")
    )
    if not topics:
        return {}
    top = min(depth for depth, _pk, _title in topics)
    return {pk: title for depth, pk, title in topics if depth == top}
