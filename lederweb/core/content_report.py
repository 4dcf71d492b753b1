"""What pages lack, in the admin: beside the page being edited, and as a report over all."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.postgres.aggregates import ArrayAgg
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from lederweb.core.content_checks import CHECKS, findings
from lederweb.core.models import BasePage
from lederweb.core.reports import HouseReport

SEEN_BY = {"publish"}
# So many sentences are told when a page is published; the rest stands beside the page.
MOST_TOLD = 3


def checks_of_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the newest draft of the page lacks, as a part of the editor's page."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    found = findings(draft) if isinstance(draft, BasePage) else []
    return render(request, "core/admin/content_checks.html", {"findings": found})


def tell_what_is_missing(request: HttpRequest, page: Page) -> None:
    """A warning beside the news that the page is published. It stops nobody."""
    if not isinstance(page, BasePage):
        return
    found = findings(page)
    if not found:
        return
    told = " ".join(finding.sentence for finding in found[:MOST_TOLD])
    more = len(found) - MOST_TOLD
    if more > 0:
        told += " " + ngettext("And %(count)d more.", "And %(count)d more.", more) % {"count": more}
    messages.warning(request, _("Better still: %(sentences)s") % {"sentences": told})


class _Missing(Column):
    """The names of the checks that the page did not pass."""

    def get_value(self, instance: Any) -> str:
        return missing(instance)


def missing(page: Any) -> str:
    return ", ".join(str(CHECKS[code].label) for code in sorted(page.codes) if code in CHECKS)


class FindingsFilter(WagtailFilterSet):
    code = django_filters.ChoiceFilter(
        label=gettext_lazy("What is missing"),
        choices=lambda: [(check.code, check.label) for check in CHECKS.values() if check.of_public],
        method="with_finding",
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def with_finding(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(codes__contains=[value])


class PagesWithFindings(HouseReport):
    """Published pages that lack something, as of the last night or their last publishing."""

    page_title = gettext_lazy("Pages that lack something")
    header_icon = "glasses"
    address = "mangler"
    index_url_name = "content_findings"
    index_results_url_name = "content_findings_results"
    model = Page
    permission_policy = PagePermissionPolicy()
    any_permission_required = SEEN_BY
    filterset_class = FindingsFilter
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        _Missing("codes", label=gettext_lazy("What is missing")),
        DateColumn("last_published_at", label=gettext_lazy("Published")),
    ]
    file_name = "sider-der-mangler-noget"
    list_export = ["title", "codes", "last_published_at"]
    export_headings = {
        "title": gettext_lazy("Title"),
        "codes": gettext_lazy("What is missing"),
        "last_published_at": gettext_lazy("Published"),
    }
    default_ordering = "-last_published_at"

    def get_queryset(self) -> QuerySet:
        pages = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, SEEN_BY
        )
        return (
            pages.filter(live=True)
            .annotate(codes=ArrayAgg("findings__code", filter=Q(findings__isnull=False)))
            .filter(codes__isnull=False)
            .order_by("-last_published_at", "pk")
        )

    def to_row_dict(self, item: Any) -> Any:
        return super().to_row_dict(item) | {"codes": missing(item)}
