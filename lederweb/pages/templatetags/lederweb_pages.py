"""What the frame of every page needs: menus, settings, the way down from the front page."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from lederweb.core.models.pages import address_of
from lederweb.pages.frame import Frame, frame_of

register = template.Library()


@register.simple_tag(takes_context=True)
def site_menu(context: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The menu "main" or "footer" as {title, url, is_current}."""
    frame = site_settings(context)
    if frame is None:
        return []
    here = context["request"].path
    return [
        {"title": link.title, "url": link.url, "is_current": here.startswith(link.url)}
        for link in frame.menus[name]
    ]


@register.simple_tag(takes_context=True)
def site_settings(context: dict[str, Any]) -> Frame | None:
    """Contact line and channels; None where there is no site to ask (an error page)."""
    request = context.get("request")
    return frame_of(request) if request else None


@register.simple_tag(takes_context=True)
def ancestors_of(context: dict[str, Any], page: Page) -> list[dict[str, str]]:
    """What stands between the front page and this page, as {title, url}."""
    request = context.get("request")
    trail = getattr(request, "page_trail", None)
    if trail is None:  # a preview, or a view of ours
        trail = [ancestor for ancestor in page.get_ancestors() if ancestor.depth > 2]
    return [{"title": step.title, "url": address_of(step)} for step in trail if step.live]
