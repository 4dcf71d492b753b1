"""The list of subscribers: search, filters, export, and one of them with the whole story."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from lederweb.core.reports import DanishExport
from lederweb.core.viewsets import ReadOnlyViewSet
from lederweb.lib.periods import day_of
from lederweb.mail.addresses import keyed_hashes
from lederweb.mail.models import Suppression
from lederweb.mail.services.suppress import PURPOSE as SUPPRESSION
from lederweb.mail.services.suppress import suppression_of, suppressions_of
from newsletter.models import Subscriber
from newsletter.services.erase import erase
from newsletter.subscriber_admin import actions, growth, imports
from newsletter.subscriber_admin.timeline import timeline
from newsletter.topics import topics_on_offer
from projects.models import Tier

LOG_EXPORT = "newsletter.export_subscribers"
YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
_CHANGE = "newsletter.change_subscriber"


class SubscriberFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Subscriber.State)
    tier = django_filters.ChoiceFilter(
        field_name="tiers",
        lookup_expr="contains",
        label=gettext_lazy("Leads"),
        choices=[(tier.value, tier.audience) for tier in (Tier.TOP, Tier.MIDDLE, Tier.INSTITUTION)],
        method="with_tier",
    )
    topic = django_filters.ChoiceFilter(
        label=gettext_lazy("Topic"),
        choices=lambda: list(topics_on_offer().items()),
        method="with_topic",
    )
    frequency = django_filters.ChoiceFilter(
        label=gettext_lazy("How often"), choices=Subscriber.Frequency
    )
    paused = django_filters.ChoiceFilter(
        label=gettext_lazy("Paused"), choices=YES_NO, method="with_pause"
    )
    suppressed = django_filters.ChoiceFilter(
        label=gettext_lazy("Suppressed"), choices=YES_NO, method="with_suppression"
    )
    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Signed up"), widget=DateRangePickerWidget
    )
    left_at = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("the newsletter", "Left"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Subscriber
        fields = ["state"]

    def with_tier(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(tiers__contains=[value])

    def with_topic(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(topics__contains=[int(value)])

    def with_pause(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        paused = Q(paused_until__gt=day_of(timezone.now()))
        # Not ~Q: whoever never paused has no date.
        return queryset.filter(paused) if value == "yes" else queryset.exclude(paused)

    def with_suppression(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        suppressed = Subscriber.objects.suppressed().values("pk")
        if value == "yes":
            return queryset.filter(pk__in=suppressed)
        return queryset.exclude(pk__in=suppressed)


class SubscriberIndexView(DanishExport, generic.IndexView):
    page_title = gettext_lazy("Subscribers")
    list_export = [
        "email", "state_in_words", "tiers", "topics", "get_frequency_display", "paused_until",
        "suppressed", "created_at", "confirmed_at", "left_at",
    ]  # fmt: skip
    export_headings = {
        "email": gettext_lazy("E-mail address"),
        "state_in_words": gettext_lazy("State"),
        "tiers": gettext_lazy("Væksthus"),
        "topics": gettext_lazy("Topics"),
        "get_frequency_display": gettext_lazy("How often"),
        "paused_until": gettext_lazy("Paused until"),
        "suppressed": gettext_lazy("Suppressed"),
        "created_at": gettext_lazy("Signed up"),
        "confirmed_at": gettext_lazy("Confirmed"),
        "left_at": pgettext_lazy("the newsletter", "Left"),
    }
    file_name = "abonnenter"

    @property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        if self.request.user.has_perm("newsletter.add_subscriber"):
            url = reverse("newsletter_subscribers:imports")
            buttons.append(HeaderButton(_("Import a list"), url=url, icon_name="upload"))
            url = reverse("newsletter_subscribers:add_by_hand")
            buttons.append(HeaderButton(_("Add a subscriber"), url=url, icon_name="plus"))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse("newsletter_subscribers:growth")
        growth_button = Button(_("New and gone"), url=url, icon_name="order", priority=20)
        return [*super().header_more_buttons, growth_button]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not self.is_export:
            shown = list(context["object_list"])
            suppressed = suppressions_of([subscriber.email for subscriber in shown])
            for subscriber in shown:
                subscriber.suppression = suppressed.get(subscriber.email)
            context["object_list"] = shown
        return context

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponseBase:
        asked = self.request.GET
        log(
            # The user's own row: Wagtail knows no log for the lazy object of a request.
            instance=get_user_model().objects.get(pk=self.request.user.pk),
            action=LOG_EXPORT,
            user=self.request.user,
            data={
                "subscribers": queryset.count(),
                "format": spreadsheet_format,
                # Which filters, not what was searched for: that may be an address.
                "filters": sorted(name for name in asked if asked[name] and name != "export"),
            },
        )
        return super().as_spreadsheet(queryset, spreadsheet_format)

    @cached_property
    def _topics(self) -> dict[int, str]:
        return topics_on_offer()

    @cached_property
    def _reasons(self) -> dict[str, str]:
        """Hash → reason, of all suppressed addresses: an export goes through everybody."""
        return {
            suppression.address_hash: suppression.get_reason_display()
            for suppression in Suppression.objects.all()
        }

    def to_row_dict(self, item: Subscriber) -> OrderedDict[str, Any]:
        hashes = keyed_hashes(item.email_key, SUPPRESSION) if self._reasons else []
        item.suppressed = next(  # type: ignore[attr-defined]
            (self._reasons[known] for known in hashes if known in self._reasons), ""
        )
        row = super().to_row_dict(item)
        row["tiers"] = ", ".join(item.tiers)
        row["topics"] = ", ".join(
            self._topics[number] for number in item.topics if number in self._topics
        )
        return row


class SubscriberInspectView(generic.InspectView):
    """Person, subscription and suppression apart; then everything that happened, as one list."""

    template_name = "newsletter/admin/subscriber.html"
    page_title = gettext_lazy("Subscriber")

    def get_page_subtitle(self) -> str:
        return self.object.email

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        subscriber = self.object
        titles = topics_on_offer()
        suppression = suppression_of(subscriber.email)
        may_change = self.request.user.has_perm(_CHANGE)
        context["events"] = timeline(subscriber, titles)
        context["audiences"] = [Tier(tier).audience for tier in subscriber.tiers]
        context["topics"] = [titles[number] for number in subscriber.topics if number in titles]
        context["suppression"] = suppression
        context["may_leave"] = may_change and subscriber.state == Subscriber.State.ACTIVE
        context["may_lift"] = (
            may_change
            and suppression is not None
            and suppression.reason != Suppression.Reason.ERASED
        )
        return context


class SubscriberDeleteView(generic.DeleteView):
    """Deleting a subscriber is erasing a person."""

    page_title = gettext_lazy("Erase")
    success_message = gettext_lazy("The subscriber is erased.")

    def get_page_subtitle(self) -> str:
        return self.object.email

    @property
    def confirmation_message(self) -> str:
        return str(
            _(
                "Erase %(address)s? The address is removed everywhere and gets no more mail. "
                "Only a code is kept, so that it is not taken in again. This cannot be undone."
            )
            % {"address": self.object.email}
        )

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", user=self.request.user, deleted=True)
        erase(subscriber=self.object)


class SubscriptionColumn(Column):
    """How often; empty for who gets nothing."""

    def get_value(self, instance: Subscriber) -> str:
        if instance.state != Subscriber.State.ACTIVE:
            return ""
        if instance.frequency == Subscriber.Frequency.SPECIAL:
            return _("Special issues only")
        return _("Weekly")


class SuppressionColumn(Column):
    def get_value(self, instance: Subscriber) -> str:
        suppression = getattr(instance, "suppression", None)
        return suppression.get_reason_display() if suppression else ""


class SubscriberViewSet(ReadOnlyViewSet):
    model = Subscriber
    name = "newsletter_subscribers"
    menu_label = gettext_lazy("Subscribers")
    icon = "group"
    ordering = "-created_at"
    index_view_class = SubscriberIndexView
    inspect_view_class = SubscriberInspectView
    delete_view_class = SubscriberDeleteView
    filterset_class = SubscriberFilterSet
    search_fields = ["email"]
    list_display = [
        TitleColumn(
            "email",
            label=gettext_lazy("E-mail address"),
            sort_key="email",
            get_url=lambda subscriber: reverse(
                "newsletter_subscribers:inspect", args=[subscriber.pk]
            ),
        ),
        Column("state", label=gettext_lazy("State"), accessor="state_in_words", sort_key="state"),
        SubscriptionColumn("subscription", label=gettext_lazy("Subscription")),
        SuppressionColumn("suppression", label=gettext_lazy("Suppressed")),
        DateColumn("created_at", label=gettext_lazy("Signed up"), sort_key="created_at"),
        DateColumn("left_at", label=pgettext_lazy("the newsletter", "Left"), sort_key="left_at"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/delete/", self.delete_view, name="delete"),
            path("<int:pk>/afmeld/", actions.LeaveView.as_view(), name="leave"),
            path("<int:pk>/ophaev/", actions.LiftView.as_view(), name="lift"),
            path("tilfoej/", actions.AddView.as_view(), name="add_by_hand"),
            path("udvikling/", growth.GrowthView.as_view(), name="growth"),
            path("import/", imports.ImportsView.as_view(), name="imports"),
            path("import/<int:pk>/", imports.ImportView.as_view(), name="import"),
            path("import/<int:pk>/ja/", imports.start_import, name="start_import"),
            path("import/<int:pk>/nej/", imports.cancel_import, name="cancel_import"),
            path("import/<int:pk>/fejl.csv", imports.rejects, name="import_rejects"),
        ]
