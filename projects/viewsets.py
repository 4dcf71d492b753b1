"""The lists of Væksthuset in the admin: people, members, partners, events, media."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from lederweb.core.templatetags.lederweb import partial_date
from projects.models import Event, MediaMention, Membership, Partner, Person, ProjectPage, Tier


class SortedColumn(Column):
    """A field that the list can be sorted by."""

    def __init__(self, name: str, label: Any, sort_key: str = "") -> None:
        super().__init__(name, label=label, sort_key=sort_key or name)


class ChoiceColumn(SortedColumn):
    """The word of a choice; sorts as it is stored."""

    def get_value(self, instance: models.Model) -> str:
        return getattr(instance, f"get_{self.name}_display")()


class PartialDateColumn(SortedColumn):
    """25. august 2017, or as much of it as is known; sorts as it is stored."""

    def get_value(self, instance: models.Model) -> str:
        return partial_date(super().get_value(instance))


def owners_of(row: Any) -> str:
    return ", ".join(str(Tier(owner).label) for owner in row.owners)


class _ByYearFilterSet(WagtailFilterSet):
    """Filters by year (only those there are rows for), Væksthus and project."""

    year = django_filters.ChoiceFilter(label=_("Year"), method="in_year", choices=list)
    owner = django_filters.ChoiceFilter(
        label=_("Væksthus or board"), method="owned_by", choices=Tier.choices
    )
    project = django_filters.ModelChoiceFilter(label=_("Project"), queryset=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self._meta.model.objects.all()
        self.filters["year"].extra["choices"] = [(year, year) for year in rows.years()]
        used = ProjectPage.objects.filter(pk__in=rows.order_by().values("project"))
        self.filters["project"].extra["queryset"] = used.defer_streamfields().order_by("title")

    def in_year(self, rows: Any, name: str, year: str) -> Any:
        return rows.in_year(year)

    def owned_by(self, rows: Any, name: str, owner: str) -> Any:
        return rows.filter(owners__contains=[owner])


class EventFilterSet(_ByYearFilterSet):
    class Meta:
        model = Event
        fields = ["year", "kind", "owner", "project"]


class MentionFilterSet(_ByYearFilterSet):
    class Meta:
        model = MediaMention
        fields = ["year", "kind", "outlet", "owner", "project"]


class MembershipFilterSet(WagtailFilterSet):
    seat = django_filters.ChoiceFilter(
        label=_("Seat"),
        method="by_seat",
        choices=[("present", _("Has it now")), ("former", _("Had it before"))],
    )

    class Meta:
        model = Membership
        fields = ["body", "seat"]

    def by_seat(self, rows: Any, name: str, value: str) -> Any:
        return rows.present() if value == "present" else rows.former()


class _List(SnippetViewSet):
    list_per_page = 50


class _ListByFields(_List):
    """Not in the search index: its own fields are searched."""

    search_backend_name = None


class PersonViewSet(_List):
    model = Person
    icon = "user"
    menu_label = _("People")
    menu_order = 400
    list_display = [
        "name",
        SortedColumn("role", _("Title")),
        SortedColumn("organisation", _("Organisation")),
    ]


class MembershipViewSet(_ListByFields):
    model = Membership
    icon = "group"
    menu_label = _("Board and members")
    menu_order = 300
    list_display = [
        SortedColumn("person", _("Person"), sort_key="person__name"),
        ChoiceColumn("body", _("Seat")),
        SortedColumn("role", _("Role")),
        PartialDateColumn("from_on", _("From")),
        PartialDateColumn("until_on", _("Until")),
    ]
    filterset_class = MembershipFilterSet
    search_fields = ["person__name", "role", "organisation", "person__organisation"]

    def get_queryset(self, request: Any) -> Any:
        return Membership.objects.select_related("person")


class PartnerViewSet(_List):
    model = Partner
    icon = "link"
    menu_label = _("Partners")
    menu_order = 500
    list_display = [
        "name",
        PartialDateColumn("joined_on", _("From")),
        PartialDateColumn("left_on", _("Until")),
    ]


class EventViewSet(_ListByFields):
    model = Event
    icon = "date"
    menu_label = _("Events")
    menu_order = 100
    list_display = [
        "title",
        ChoiceColumn("kind", _("Kind")),
        PartialDateColumn("starts_on", _("Date")),
        SortedColumn("place", _("Place")),
        Column("owners", label=_("Væksthus or board"), accessor=owners_of),
    ]
    filterset_class = EventFilterSet
    search_fields = ["title", "place", "theme", "text"]


class MediaMentionViewSet(_ListByFields):
    model = MediaMention
    icon = "openquote"
    menu_label = _("In the media")
    menu_order = 200
    list_display = [
        "outlet",
        SortedColumn("title", _("Title")),
        ChoiceColumn("kind", _("Kind")),
        PartialDateColumn("published_on", _("Date")),
        SortedColumn("by", _("Who")),
    ]
    filterset_class = MentionFilterSet
    search_fields = ["outlet", "title", "by", "note"]


class VaeksthusGroup(SnippetViewSetGroup):
    menu_label = "Væksthuset"
    menu_name = "vaeksthuset"
    menu_icon = "group"
    menu_order = 240
    items = (EventViewSet, MediaMentionViewSet, MembershipViewSet, PersonViewSet, PartnerViewSet)
