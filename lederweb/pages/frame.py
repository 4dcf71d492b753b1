"""What stands around every page: the contact line and the menus, read once per publication."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Site

from lederweb.core.models.pages import address_of
from lederweb.core.page_cache import remembered
from lederweb.core.visibility import is_public
from lederweb.pages.models import SiteSettings, StandardPage


@dataclass(frozen=True)
class MenuLink:
    title: str
    url: str
    language: str = ""  # where it is not the site's


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


@dataclass(frozen=True)
class Contact:
    organisation: str
    address: str
    phone: str
    email: str


def read_contact() -> Contact:
    """How to reach us, as the editors keep it; without a site, the sender of our mail."""
    site = Site.objects.filter(is_default_site=True).first()
    found = SiteSettings.for_site(site) if site else SiteSettings()
    return Contact(
        organisation=found.organisation,
        address=found.address,
        phone=found.phone,
        email=found.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    )


def site_of(request: HttpRequest) -> Site | None:
    """The request's site with its front page; no query while nothing is published."""
    if not hasattr(request, "_wagtail_site"):  # where Wagtail keeps what it has found
        request._wagtail_site = remembered(  # type: ignore[attr-defined]
            f"site {request.get_host()}", lambda: _find(request)
        )
    return request._wagtail_site  # type: ignore[attr-defined]


def _find(request: HttpRequest) -> Site | None:
    site = Site.find_for_request(request)
    if site is not None:
        site.root_page = site.root_page.specific
    return site


def frame_of(request: HttpRequest) -> Frame | None:
    """The frame of the request's site; None without a site."""
    site = site_of(request)
    return remembered("frame", lambda: _read(site)) if site else None


def _read(site: Site) -> Frame:
    found = SiteSettings.for_site(site)
    return Frame(
        **{name: getattr(found, name) for name in Frame.__dataclass_fields__ if name != "menus"},
        menus={
            "header": _links(found.menu_items),
            "footer": _links(found.footer_items),
        },
    )


def _links(items: object) -> list[MenuLink]:
    """The public pages of a menu in the editor's order; two queries."""
    chosen = list(items.select_related("page"))  # type: ignore[attr-defined]
    other_languages = dict(
        StandardPage.objects.filter(pk__in=[item.page_id for item in chosen])
        .exclude(language=settings.LANGUAGE_CODE)
        .values_list("pk", "language")
    )
    return [
        MenuLink(
            item.text or item.page.title,
            address_of(item.page),
            other_languages.get(item.page_id, ""),
        )
        for item in chosen
        if is_public(item.page)
    ]
