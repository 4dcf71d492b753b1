"""For the text parts of mails: {% load newsletter_text %}{{ words|wrapped }}."""

from __future__ import annotations

from django import template

from newsletter import plain_text

register = template.Library()


@register.filter
def wrapped(text: object) -> str:
    """Broken into lines as mail programs show them best."""
    return plain_text.wrapped(str(text))
