"""What core changes in Wagtail."""

from django.db.models import Model
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from lederweb.core import content_report
from lederweb.core.admin_home import our_panels
from lederweb.core.admin_language import media_chooser
from lederweb.core.reports import ReportMenuItem
from lederweb.core.rich_text import PageLinkHandler


@hooks.register("register_rich_text_features", order=1)  # after Wagtail's own
def link_to_pages_in_one_query(features: FeatureRegistry) -> None:
    features.register_link_type(PageLinkHandler)


@hooks.register("register_admin_urls", order=-1)  # before wagtailmedia's own
def media_chooser_in_danish() -> list[URLPattern]:
    return [
        path("media/chooser/", media_chooser, name="media_chooser"),
        *(
            path(f"media/chooser/{kind}/", media_chooser, {"media_type": kind}, "media_chooser")
            for kind in ("audio", "video")
        ),
    ]


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own
def documents_and_pictures() -> list[URLPattern]:
    from lederweb.core.document_list import DocumentList  # they need the models
    from lederweb.core.twins import AddDocumentsView, AddPicturesView

    return [
        path("documents/multiple/add/", AddDocumentsView.as_view(), name="add_documents"),
        path("images/multiple/add/", AddPicturesView.as_view(), name="add_pictures"),
        path("documents/", DocumentList.as_view(), name="document_list"),
        path(
            "documents/results/",
            DocumentList.as_view(results_only=True),
            name="document_list_results",
        ),
    ]


@hooks.register("after_bulk_action")
def documents_were_moved(
    request: HttpRequest, action_type: str, objects: list[Model], action: object
) -> None:
    """Wagtail moves many with one UPDATE that nobody hears of: pages and search are told here."""
    if action_type == "add_to_collection":
        for moved in objects:
            if isinstance(moved, AbstractDocument):
                moved.refresh_from_db(fields=["collection"])
                moved.save()


@hooks.register("construct_help_menu")
def no_help_in_english(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's guide and news are pages of its own site, in English."""
    items[:] = [item for item in items if not item.url.startswith("https://")]


@hooks.register("construct_homepage_panels", order=-1)  # the other floors add theirs
def house_panels(request: HttpRequest, panels: list[Component]) -> None:
    our_panels(request, panels)


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("core/admin.css"))


@hooks.register("register_admin_urls")
def content_check_urls() -> list[URLPattern]:
    return [
        path("pages/<int:page_id>/tjek/", content_report.checks_of_page, name="content_checks"),
        *content_report.PagesWithFindings.urls(),
    ]


@hooks.register("register_reports_menu_item")
def findings_menu_item() -> MenuItem:
    return ReportMenuItem(content_report.PagesWithFindings, order=840)


@hooks.register("after_publish_page")
def tell_what_is_missing(request: HttpRequest, page: Page) -> None:
    content_report.tell_what_is_missing(request, page)


@hooks.register("insert_editor_js")
def content_checks_script() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("core/content-checks.js"))
