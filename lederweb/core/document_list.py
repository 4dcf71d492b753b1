"""The list of documents: language and accessibility stand beside each, and can be picked out."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.documents.views.documents import DocumentsFilterSet, IndexView

from lederweb.core.models import CustomDocument


class FilterSet(DocumentsFilterSet):
    accessibility = django_filters.ChoiceFilter(
        label=_("Accessibility"), choices=CustomDocument.Accessibility.choices
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=CustomDocument.Language.choices
    )

    class Meta(DocumentsFilterSet.Meta):
        pass


class DocumentList(IndexView):
    filterset_class = FilterSet

    @cached_property
    def columns(self) -> list[Any]:
        columns = list(super().columns)
        place = [column.name for column in columns].index("created_at")
        columns[place:place] = [
            Column("language", label=_("Language"), accessor="get_language_display"),
            Column(
                "accessibility",
                label=_("Accessibility"),
                accessor="get_accessibility_display",
                sort_key="accessibility",
            ),
        ]
        return columns
