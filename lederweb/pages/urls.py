from django.contrib.sitemaps.views import sitemap
from django.urls import path

from lederweb.core.decorators import cached_page
from lederweb.pages import views

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon),
    path(
        "sitemap.xml",
        cached_page(sitemap),
        {"sitemaps": {"pages": views.PublicPages}},
        name="sitemap",
    ),
]
