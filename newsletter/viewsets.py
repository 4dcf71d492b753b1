"""The newsletter's lists in the admin: issues, sendings, subscribers."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.pages.listing import IndexView as PageIndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import HeaderButton

from lederweb.core.viewsets import ReadOnlyViewSet
from lederweb.mail.viewsets import OutboxViewSet, SuppressionViewSet
from newsletter.composing_views import may_write
from newsletter.models import Delivery, IssuePage, Sending
from newsletter.progress import progress_of
from newsletter.results import clicks_line, url_of_clicks
from newsletter.sending_actions import ACTIONS, SendingAction
from newsletter.subscriber_admin.listing import SubscriberViewSet


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
    @property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        if may_write(self.request):
            url = reverse("newsletter_weekly_issue")
            buttons.append(HeaderButton(_("This week’s issue"), url=url, icon_name="mail"))
            url = reverse("newsletter_special_issue")
            buttons.append(HeaderButton(_("New special issue"), url=url, icon_name="pick"))
        return buttons

    def get_base_queryset(self) -> Any:
        # Wagtail reads the pages once more by their own type, which forgets what was joined.
        sendings = Prefetch("sending", Sending.objects.defer("text", "html"))
        return super().get_base_queryset().with_workflow().prefetch_related(sendings)


class IssueViewSet(PageListingViewSet):
    model = IssuePage
    name = "newsletter_issues"
    menu_label = _("Issues")
    icon = "doc-full"
    index_view_class = IssueIndexView
    columns = [
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column(
            "subject",
            label=pgettext_lazy("of a mail", "Subject"),
            accessor="subject",
            width="35%",
            classname="house-wide",
        ),
        StateColumn("state", label=_("State"), width="15%"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Updated"),
            classname="house-wide",
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

    def get_template_names(self) -> list[str]:
        """With ?progress only the figures, for the script that keeps them fresh."""
        if "progress" in self.request.GET:
            return ["newsletter/admin/sending_progress.html"]
        return super().get_template_names()

    def get_page_subtitle(self) -> str:
        return self.object.subject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        deliveries = Delivery.objects.filter(issue_id=self.object.issue_id)
        context["progress"] = progress_of(self.object)
        context["clicks"] = clicks_line(self.object)
        context["clicks_url"] = url_of_clicks(self.object)
        context["has_uncertain"] = context["progress"].uncertain > 0
        context["may_send"] = may_send(self.request)
        if context["may_send"]:
            context["actions"] = [
                (action.label, url_of_action(self.object, action))
                for action in ACTIONS
                if action.fits(self.object)
            ]
        context["most_shown"] = self.MOST_SHOWN
        context["with_addresses"] = self.request.user.has_perm("newsletter.view_subscriber")
        context["not_reached"] = (
            deliveries.filter(
                state__in=[
                    Delivery.State.REFUSED,
                    Delivery.State.BOUNCED,
                    Delivery.State.UNCERTAIN,
                ]
            )
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
        Column("state", label=_("State"), accessor="state_in_words"),
        Column(
            "audience_count",
            label=_("Recipients"),
            # Nothing is known of what did not go out from here.
            accessor=lambda sending: "–" if sending.is_from_before else sending.audience_count,
        ),
        DateColumn("approved_at", label=_("Approved"), sort_key="approved_at"),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"delete_url_name": None, **kwargs})


def url_of_sending(sending: Sending) -> str:
    return reverse("newsletter_sendings:inspect", args=[sending.pk])


def url_of_action(sending: Sending, action: SendingAction) -> str:
    return reverse(f"newsletter_{action.name}_sending", args=[sending.pk])


class NewsletterGroup(ViewSetGroup):
    menu_label = _("Newsletter")
    menu_name = "newsletter"
    menu_icon = "mail"
    menu_order = 250
    items = (IssueViewSet, SendingViewSet, SubscriberViewSet, SuppressionViewSet, OutboxViewSet)


def may_send(request: HttpRequest) -> bool:
    return request.user.has_perm("newsletter.send_issuepage")
