"""What stands around every page: the contact line and the menus, read once per publication."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest
from wagtail.models import Site

from lederweb.core.models.pages import address_of
from lederweb.core.page_cache import remembered
from lederweb.pages.models import SiteSettings


@dataclass(frozen=True)
class MenuLink:
    title: str
    url: str


@dataclass(frozen=True)
class Frame:
    organisation: str
    address: str
    phone: str
    email: str
    facebook: str
    linkedin: str
    newsletter_pitch: str
    menus: dict[str, list[MenuLink]] = field(default_factory=dict)


def frame_of(request: HttpRequest) -> Frame | None:
    """The frame of the request's site, read once for each request; None without a site."""
    if not hasattr(request, "_lederweb_frame"):
        site = Site.find_for_request(request)
        request._lederweb_frame = (  # type: ignore[attr-defined]
            remembered("frame", lambda: _read(site)) if site else None
        )
    return request._lederweb_frame  # type: ignore[attr-defined]


def _read(site: Site) -> Frame:
    settings = SiteSettings.for_site(site)
    return Frame(
        **{name: getattr(settings, name) for name in Frame.__dataclass_fields__ if name != "menus"},
        menus={
            "main": _links(settings.menu_items),
            "footer": _links(settings.footer_items),
        },
    )


def _links(items: object) -> list[MenuLink]:
    """The live pages of a menu in the editor's order."""
    return [
        MenuLink(item.text or item.page.title, address_of(item.page))
        for item in items.select_related("page")  # type: ignore[attr-defined]
        if item.page.live
    ]
