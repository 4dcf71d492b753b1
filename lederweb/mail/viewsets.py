"""The list of suppressed addresses in the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from lederweb.mail.forms import SuppressionForm
from lederweb.mail.models import Suppression
from lederweb.mail.services.suppress import suppression_of


class SuppressionIndexView(generic.IndexView):
    """Nobody can read the addresses; whoever knows one can ask for it."""

    is_searchable = True
    page_title = _("Suppressed addresses")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        try:
            found = suppression_of(self.search_query)
        except ValidationError:
            return queryset.none()
        return queryset.filter(pk=found.pk if found else None)


class SuppressionCreateView(generic.CreateView):
    def get_success_buttons(self) -> list[Any]:
        return []  # a hash cannot be edited


class SuppressionViewSet(ModelViewSet):
    model = Suppression
    name = "suppressed_addresses"
    menu_label = _("Suppressed addresses")
    icon = "no-view"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = SuppressionIndexView
    add_view_class = SuppressionCreateView
    list_filter = ["reason"]
    list_display = [
        Column("reason", label=_("Reason"), accessor="get_reason_display"),
        DateColumn("created_at", label=_("Since"), sort_key="created_at"),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return SuppressionForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unused = dict.fromkeys(("edit_url_name", "history_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**{**unused, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]
