"""All addresses of the site. Wagtail's pages come last, because they match everything."""

from django.apps import apps
from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as page_urls
from wagtail.admin import urls as admin_urls
from wagtail.admin.views.account import PasswordResetView
from wagtail.documents import urls as document_urls
from wagtail.documents.views.serve import authenticate_with_password as open_documents
from wagtail.views import authenticate_with_password as open_page

from lederweb.core.documents import document
from lederweb.core.health import healthz, readyz
from lederweb.mail.public_forms import public_form
from lederweb.pages.views import serve_page

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    # Wagtail's own view, but nobody fills a mailbox with it.
    path(
        "admin/password_reset/",
        public_form("password-reset", "10 per hour")(PasswordResetView.as_view()),
    ),
    # Likewise: no password of a private page is found by trying, and no cookie is set before it is.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        public_form("page-password", "20 per hour")(open_page),
    ),
    path(
        "dokumenter/authenticate_with_password/<int:restriction_id>/",
        public_form("document-password", "20 per hour")(open_documents),
    ),
    path("admin/", include(admin_urls)),
    path("dokumenter/<int:document_id>/<path:document_filename>", document),
    path("dokumenter/", include(document_urls)),
    path("", include("projects.urls")),
    path("", include("publications.urls")),
    path("", include("newsletter.urls")),
    path("", include("analytics.urls")),
    path("", include("lederweb.search.urls")),
    path("", include("lederweb.pages.urls")),
]

if apps.is_installed("lederweb.devtools"):
    urlpatterns.append(path("", include("lederweb.devtools.urls")))
    # In production the proxy serves pictures, and pictures only: documents and sound are asked for
    # through views that check who may have them.
    urlpatterns += [
        path(f"media/{folder}/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / folder})
        for folder in ("images", "original_images")
    ]

urlpatterns += [
    re_path(page_urls.serve_pattern, serve_page),
    path("", include(page_urls)),
]
