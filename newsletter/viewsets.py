"""The newsletter's lists in the admin: issues, sendings, subscribers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.pages.listing import IndexView as PageIndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.log_actions import log

from lederweb.core.viewsets import ReadOnlyViewSet
from lederweb.mail.viewsets import OutboxViewSet, SuppressionViewSet
from newsletter.models import Delivery, IssuePage, Sending, Subscriber
from newsletter.sending_actions import ACTIONS, SendingAction
from newsletter.services.erase import erase


class StateColumn(TitleColumn):
    """A draft's state leads to sending it, for whom that is; any other's to the sending."""

    def get_value(self, instance: IssuePage) -> str:
        return instance.state_name

    def get_link_url(self, instance: IssuePage, parent_context: dict[str, Any]) -> str | None:
        if instance.sending_or_none:
            return url_of_sending(instance.sending_or_none)
        if may_send(parent_context["request"]):
            return reverse("newsletter_send_issue", args=[instance.pk])
        return None


class IssueIndexView(PageIndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("sending")


class IssueViewSet(PageListingViewSet):
    model = IssuePage
    name = "newsletter_issues"
    menu_label = _("Issues")
    icon = "doc-full"
    index_view_class = IssueIndexView
    columns = [
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column(
            "subject", label=pgettext_lazy("of a mail", "Subject"), accessor="subject", width="35%"
        ),
        StateColumn("state", label=_("State"), width="15%"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Updated"),
            sort_key="latest_revision_created_at",
            width="15%",
        ),
    ]


class SendingIndexView(generic.IndexView):
    page_title = _("Sendings")

    def get_base_queryset(self) -> Any:
        return Sending.objects.select_related("issue").defer("text", "html")


class SendingInspectView(generic.InspectView):
    """How far a sending is. Whoever may see subscribers also sees who was not reached."""

    template_name = "newsletter/admin/sending.html"
    page_title = _("Sending")
    MOST_SHOWN = 200

    def get_object(self, queryset: Any = None) -> Sending:
        return super().get_object(queryset)

    def get_page_subtitle(self) -> str:
        return self.object.subject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        deliveries = Delivery.objects.filter(issue_id=self.object.issue_id)
        counts = deliveries.by_state()
        context["counts"] = counts
        context["left"] = counts[Delivery.State.QUEUED] + counts[Delivery.State.CLAIMED]
        if may_send(self.request):
            context["actions"] = [
                (action.label, url_of_action(self.object, action))
                for action in ACTIONS
                if self.object.state in action.states
            ]
        context["with_addresses"] = self.request.user.has_perm("newsletter.view_subscriber")
        context["not_reached"] = (
            deliveries.filter(state__in=[Delivery.State.REFUSED, Delivery.State.UNCERTAIN])
            .select_related("subscriber")
            .order_by("state", "pk")[: self.MOST_SHOWN]
        )
        context["waiting"] = (
            deliveries.filter(state=Delivery.State.QUEUED, tries__gt=0)
            .select_related("subscriber")
            .order_by("next_try_at")[: self.MOST_SHOWN]
        )
        return context


class SendingViewSet(ReadOnlyViewSet):
    model = Sending
    name = "newsletter_sendings"
    menu_label = _("Sendings")
    icon = "mail"
    ordering = "-approved_at"
    index_view_class = SendingIndexView
    inspect_view_class = SendingInspectView
    list_display = [
        TitleColumn(
            "subject",
            label=pgettext_lazy("of a mail", "Subject"),
            get_url=lambda sending: url_of_sending(sending),
        ),
        Column("issue", label=_("Issue"), accessor="issue.title"),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("audience_count", label=_("Recipients"), accessor="audience_count"),
        DateColumn("approved_at", label=_("Approved"), sort_key="approved_at"),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"delete_url_name": None, **kwargs})


def url_of_sending(sending: Sending) -> str:
    return reverse("newsletter_sendings:inspect", args=[sending.pk])


def url_of_action(sending: Sending, action: SendingAction) -> str:
    return reverse(f"newsletter_{action.name}_sending", args=[sending.pk])


class SubscriberInspectView(generic.InspectView):
    template_name = "newsletter/admin/subscriber.html"
    page_title = _("Subscriber")

    def get_page_subtitle(self) -> str:
        return self.object.email

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["consents"] = self.object.consents.all()
        context["deliveries"] = self.object.deliveries.select_related("issue").order_by("-pk")[:50]
        return context


class SubscriberDeleteView(generic.DeleteView):
    """Deleting a subscriber is erasing a person."""

    page_title = _("Erase")
    success_message = _("The subscriber is erased.")

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


class SubscriberViewSet(ReadOnlyViewSet):
    model = Subscriber
    name = "newsletter_subscribers"
    menu_label = _("Subscribers")
    icon = "group"
    ordering = "-created_at"
    inspect_view_class = SubscriberInspectView
    delete_view_class = SubscriberDeleteView
    inspect_view_fields = ["email", "state", "tiers", "created_at", "confirmed_at", "left_at"]
    search_fields = ["email"]
    list_filter = ["state"]
    list_display = [
        TitleColumn(
            "email",
            label=_("E-mail address"),
            sort_key="email",
            get_url=lambda subscriber: reverse(
                "newsletter_subscribers:inspect", args=[subscriber.pk]
            ),
        ),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label=_("Signed up"), sort_key="created_at"),
        DateColumn("confirmed_at", label=_("Confirmed"), sort_key="confirmed_at"),
        DateColumn("left_at", label=pgettext_lazy("the newsletter", "Left"), sort_key="left_at"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/delete/", self.delete_view, name="delete"),
        ]


class NewsletterGroup(ViewSetGroup):
    menu_label = _("Newsletter")
    menu_name = "newsletter"
    menu_icon = "mail"
    menu_order = 250
    items = (IssueViewSet, SendingViewSet, SubscriberViewSet, SuppressionViewSet, OutboxViewSet)


def may_send(request: HttpRequest) -> bool:
    return request.user.has_perm("newsletter.send_issuepage")
