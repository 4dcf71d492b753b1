"""Serving pages, and small public files that tell machines about the site."""

from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from wagtail.models import Page
from wagtail.views import serve

from lederweb.core.decorators import cached_page
from lederweb.core.models.pages import address_of
from lederweb.pages.frame import site_of


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view, which asks the database for site and front page each time."""
    site_of(request)
    return serve(request, path)


@cached_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /soeg/",
        "Disallow: /nyhedsbrev/bekraeft/",
        "Disallow: /nyhedsbrev/afmeld/",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@cache_control(max_age=86_400, public=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest (W3C): name, colours and icons for a phone's home screen."""
    return JsonResponse(
        {
            "name": "Lederweb",
            "short_name": "Lederweb",
            "description": _("Knowledge and tools for leaders in municipalities and regions"),
            "lang": "da",
            "start_url": "/",
            "display": "browser",
            "background_color": "#fdfcf8",
            "theme_color": "#e7f0ec",
            "icons": [
                {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
                {
                    "src": static("img/icon-maskable-512.png"),
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
            ],
        },
        content_type="application/manifest+json",
    )


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address by themselves."""
    response = HttpResponse(status=302)
    response["Location"] = static("img/favicon.ico")
    return response


class PublicPages(Sitemap):
    """Every public page with the day it last changed; one query for up to 5,000."""

    limit = 5000

    def items(self) -> Any:
        return (
            Page.objects.live()
            .public()
            .filter(depth__gt=1)
            .only("url_path", "last_published_at", "latest_revision_created_at")
            .order_by("path")
        )

    def location(self, item: Page) -> str:
        return address_of(item)

    def lastmod(self, item: Page) -> object:
        return item.last_published_at or timezone.now()

    def get_domain(self, site: object = None) -> str:
        return settings.BASE_URL.partition("://")[2]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.BASE_URL.partition("://")[0]
