"""What the frame of every page needs: menus, settings, the way down from the front page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.translation import get_language
from wagtail.models import Page

from lederweb.core.models.pages import address_of
from lederweb.core.page_cache import remembered
from lederweb.pages.frame import Contact, Frame, frame_of, read_contact
from lederweb.pages.models import StandardPage

register = template.Library()


@register.simple_tag(takes_context=True)
def site_header(context: dict[str, Any]) -> str:
    """The head of the page: wordmark, main menu, search."""
    return _around("header", context, search_query=context.get("search_query", ""))


@register.simple_tag(takes_context=True)
def site_footer(context: dict[str, Any]) -> str:
    """The foot of the page: who we are, how to reach us, the small links."""
    return _around("footer", context)


def _around(name: str, context: dict[str, Any], search_query: str = "") -> str:
    """Rendered once for each place in the menu; with a reader's question in it, each time."""
    frame = site_settings(context)
    here = context["request"].path if frame else ""
    links = frame.menus[name] if frame else []
    # The place is a link of the menu, not the address: of those there are endlessly many.
    place = max((link.url for link in links if here.startswith(link.url)), key=len, default="")

    def build() -> str:
        items = [
            {
                "title": link.title,
                "url": link.url,
                "is_current": link.url == place,
                "language": link.language,
            }
            for link in links
        ]
        template = get_template(f"components/{name}.html")
        return template.render({"items": items, "settings": frame, "search_query": search_query})

    if search_query or frame is None:
        return build()
    return remembered(f"{name}:{get_language()}:{place}", build)


@register.simple_tag(takes_context=True)
def site_settings(context: dict[str, Any]) -> Frame | None:
    """Contact line and channels; None where there is no site to ask (an error page)."""
    request = context.get("request")
    return frame_of(request) if request else None


@register.simple_tag
def contact() -> Contact:
    """How to reach us, also where there is no request: in mails. Two queries."""
    return read_contact()


@register.simple_tag
def privacy_page() -> str:
    """Where readers see what is kept about them, beside forms; empty where there is no such page."""

    def find() -> str:
        page = StandardPage.objects.live().public().filter(slug="privatliv").first()
        return address_of(page) if page else ""

    return remembered("privacy-page", find)


@register.simple_tag(takes_context=True)
def ancestors_of(context: dict[str, Any], page: Page) -> list[dict[str, str]]:
    """What stands between the front page and this page, as {title, url}."""
    request = context.get("request")
    trail = getattr(request, "page_trail", None)
    if trail is None:  # a preview, or a view of ours
        trail = [ancestor for ancestor in page.get_ancestors() if ancestor.depth > 2]
    return [{"title": step.title, "url": address_of(step)} for step in trail if step.live]
