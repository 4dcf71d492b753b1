"""Content for the pages of floors below, which ask for it by name."""

from __future__ import annotations

from typing import Any

from django import template

from lederweb.mail.public_forms import proof_of
from publications.models import ContentPage
from publications.querysets import ContentQuerySet
from publications.readers_word.forms import FORM_NAME

register = template.Library()


@register.inclusion_tag("components/readers_word.html")
def readers_word(page: Any) -> dict[str, Any]:
    """The question under a page. No form is built for it: pages are rendered more often than
    anybody answers."""
    return {"page_id": page.pk, "proof": proof_of(FORM_NAME, str(page.pk))}


@register.simple_tag
def newest_for_tier(tier: str, count: int = 12) -> ContentQuerySet:
    """The newest content for a Væksthus."""
    return ContentPage.objects.cards().for_tier(tier)[:count]
