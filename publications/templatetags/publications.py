"""Content for the pages of floors below, which ask for it by name."""

from django import template

from publications.models import ContentPage
from publications.querysets import ContentQuerySet

register = template.Library()


@register.simple_tag
def newest_for_tier(tier: str, count: int = 12) -> ContentQuerySet:
    """The newest content for a Væksthus."""
    return ContentPage.objects.cards().for_tier(tier)[:count]
