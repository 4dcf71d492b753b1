"""What came of each issue, in the admin's reports. Numbers only; nobody is named or can be."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.permission_policies import ModelPermissionPolicy

from lederweb.core.reports import HouseReport
from lederweb.lib import danish
from newsletter.models import BounceReport, Consent, Delivery, IssueLink, IssuePage, Sending

# Who leaves so soon after an issue may have left because of it.
LEFT_WITHIN = dt.timedelta(days=7)
ASIDE_DAYS = 30
_State = Delivery.State
_UNKNOWN = "–"


def click_range(people: int, unsure: int) -> str:
    """An honest number: from the clicks that are people's to those not known to be machines'."""
    if not unsure:
        return danish.number(people)
    return _("between %(least)s and %(most)s") % {
        "least": danish.number(people),
        "most": danish.number(people + unsure),
    }


def sendings_with_results() -> QuerySet:
    """Sendings that have begun, newest first, with all their numbers; one query."""

    def number(rows: QuerySet, expression: Any) -> Any:
        counted = rows.order_by().values("issue").annotate(n=expression).values("n")
        return Coalesce(Subquery(counted), 0)

    def deliveries(*states: str) -> Any:
        rows = Delivery.objects.filter(issue=OuterRef("issue"), state__in=states)
        return number(rows, Count("pk"))

    def clicks(kind: str) -> Any:
        return number(IssueLink.objects.filter(issue=OuterRef("issue")), Sum(f"days__{kind}"))

    soft = BounceReport.objects.filter(issue=OuterRef("issue"), kind=BounceReport.Kind.SOFT)
    # Who left by mistake and came back has not left.
    back = Consent.objects.filter(
        subscriber=OuterRef("subscriber"),
        confirmed_at__gte=OuterRef("withdrawn_at"),
        confirmed_at__lt=OuterRef("withdrawn_at") + LEFT_WITHIN,
    )
    left = (
        Consent.objects.filter(
            ~Exists(back),
            subscriber__deliveries__issue=OuterRef("issue"),
            subscriber__deliveries__state=_State.SENT,
            withdrawn_at__gte=OuterRef("started_at"),
            withdrawn_at__lt=OuterRef("started_at") + LEFT_WITHIN,
        )
        .order_by()
        .values("subscriber__deliveries__issue")
        .annotate(n=Count("subscriber", distinct=True))
        .values("n")
    )
    return (
        Sending.objects.exclude(started_at=None)
        .select_related("issue")
        .defer("text", "html")
        .annotate(
            title=F("issue__title"),
            delivered=deliveries(_State.SENT),
            refused=deliveries(_State.REFUSED),
            uncertain=deliveries(_State.UNCERTAIN),
            bounced=deliveries(_State.BOUNCED),
            soft_bounces=number(soft, Count("pk")),
            withdrawn=deliveries(_State.WITHDRAWN),
            left_after=Coalesce(Subquery(left), 0),
            people=clicks("people"),
            unsure=clicks("unsure"),
            machines=clicks("machines"),
        )
        .order_by("-started_at")
    )


class _Number(Column):
    def __init__(self, name: str, label: Any) -> None:
        super().__init__(name, label=label)

    def get_value(self, instance: Any) -> str:
        if getattr(instance, "is_from_before", False):
            return _UNKNOWN
        return danish.number(getattr(instance, self.name))


class _Clicks(Column):
    def get_value(self, instance: Any) -> str:
        if getattr(instance, "is_from_before", False):
            return _UNKNOWN
        return click_range(instance.people, instance.unsure)


class _Report(HouseReport):
    """For whoever may see how far a newsletter is sent."""

    model: type[models.Model] = Sending
    permission_policy = ModelPermissionPolicy(Sending)
    any_permission_required = {"view"}
    header_icon = "mail"


_CLICK_HEADINGS = {
    "people": gettext_lazy("Clicks, at least"),
    "most": gettext_lazy("Clicks, at most"),
    "machines": gettext_lazy("Clicks of machines, not counted"),
}


class IssueResults(_Report):
    """One line for each issue: what became of its mails, and how often it was clicked."""

    page_title = gettext_lazy("Results of the newsletter")
    address = "nyhedsbrevets-resultater"
    index_url_name = "newsletter_results"
    index_results_url_name = "newsletter_results_results"
    template_name = "newsletter/admin/results.html"
    file_name = "nyhedsbrevets-resultater"
    columns = [
        TitleColumn("title", label=gettext_lazy("Issue"), get_url=lambda row: url_of_clicks(row)),
        DateColumn("started_at", label=gettext_lazy("Sending began")),
        _Number("audience_count", gettext_lazy("Recipients")),
        _Number("delivered", gettext_lazy("Delivered")),
        _Number("refused", _State.REFUSED.label),
        _Number("uncertain", _State.UNCERTAIN.label),
        _Number("bounced", _State.BOUNCED.label),
        _Number("soft_bounces", gettext_lazy("Delays reported")),
        _Number("withdrawn", _State.WITHDRAWN.label),
        _Number("left_after", gettext_lazy("Left within 7 days")),
        _Clicks("people", label=gettext_lazy("Clicks")),
    ]
    list_export = [
        "title", "subject", "started_at", "audience_count", "delivered", "refused", "uncertain",
        "bounced", "soft_bounces", "withdrawn", "left_after", "people", "most", "machines",
    ]  # fmt: skip
    export_headings = {
        "title": gettext_lazy("Issue"),
        "subject": pgettext_lazy("of a mail", "Subject"),
        "started_at": gettext_lazy("Sending began"),
        "audience_count": gettext_lazy("Recipients"),
        "delivered": gettext_lazy("Delivered"),
        "refused": _State.REFUSED.label,
        "uncertain": _State.UNCERTAIN.label,
        "bounced": _State.BOUNCED.label,
        "soft_bounces": gettext_lazy("Delays reported"),
        "withdrawn": _State.WITHDRAWN.label,
        "left_after": gettext_lazy("Left within 7 days"),
        **_CLICK_HEADINGS,
    }
    default_ordering = "-started_at"

    def get_queryset(self) -> QuerySet:
        return sendings_with_results().annotate(most=F("people") + F("unsure"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        since = timezone.now() - dt.timedelta(days=ASIDE_DAYS)
        kinds = BounceReport.Kind
        context["aside"] = BounceReport.objects.filter(at__gte=since).aggregate(
            automatic=Count("pk", filter=Q(kind=kinds.AUTO_REPLY)),
            unknown=Count("pk", filter=Q(kind=kinds.UNKNOWN)),
            forged=Count("pk", filter=Q(kind=kinds.FORGED)),
        )
        return context


class ClicksFilter(WagtailFilterSet):
    issue = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Issue"),
        queryset=IssuePage.objects.filter(sending__started_at__isnull=False).order_by(
            "-sending__started_at"
        ),
    )

    class Meta:
        model = IssueLink
        fields = ["issue"]


class ClickResults(_Report):
    """One line for each link of each issue."""

    page_title = gettext_lazy("Clicks in the newsletter")
    address = "klik-i-nyhedsbrevet"
    index_url_name = "newsletter_clicks"
    index_results_url_name = "newsletter_clicks_results"
    template_name = "newsletter/admin/clicks.html"
    model = IssueLink
    filterset_class = ClicksFilter
    file_name = "klik-i-nyhedsbrevet"
    columns = [
        Column("label", label=gettext_lazy("Link")),
        Column("url", label=gettext_lazy("Leads to")),
        Column("issue", label=gettext_lazy("Issue"), accessor="issue.title"),
        _Clicks("people", label=gettext_lazy("Clicks")),
    ]
    list_export = ["issue.title", "position", "label", "url", "people", "most", "machines"]
    export_headings = {
        "issue.title": gettext_lazy("Issue"),
        "position": gettext_lazy("No."),
        "label": gettext_lazy("Link"),
        "url": gettext_lazy("Leads to"),
        **_CLICK_HEADINGS,
    }
    default_ordering = "-people"

    def get_queryset(self) -> QuerySet:
        return (
            IssueLink.objects.filter(issue__sending__started_at__isnull=False)
            .with_clicks()
            .annotate(most=F("people") + F("unsure"))
            .select_related("issue")
            .order_by("-issue__sending__started_at", "-most", "position")
        )


REPORTS = {IssueResults: 930, ClickResults: 940}


def url_of_clicks(sending: Sending) -> str:
    return f"{reverse('newsletter_clicks')}?issue={sending.issue_id}"


def clicks_line(sending: Sending) -> str:
    """A short line for whoever follows a sending; empty before anything was clicked."""
    sums = IssueLink.objects.filter(issue=sending.issue_id).aggregate(
        people=Coalesce(Sum("days__people"), 0), unsure=Coalesce(Sum("days__unsure"), 0)
    )
    if not sums["people"] + sums["unsure"]:
        return ""
    return _("Clicks: %(range)s.") % {"range": click_range(**sums)}
