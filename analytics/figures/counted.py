"""The figures that the site counts itself, each a few lines."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics.definitions import DEFINITIONS
from analytics.figures.registry import Counted, Span, figure
from analytics.models import DailyTotal, FollowerCount, MonthlyTotal
from analytics.series import Series
from lederweb.core.fields import last_day, parse_partial_date
from lederweb.lib.periods import Month, day_of, months_between, start_of
from newsletter.models import Consent
from projects.models import Event, MediaMention, ProjectPage
from publications.models import (
    ArticlePage,
    ContentPage,
    CourseDay,
    CourseOpening,
    PodcastEpisodePage,
    PublicationPage,
    StockMovement,
)
from publications.querysets import ContentQuerySet

_SITE = _("Counted by Lederweb")


def series_shown() -> tuple[str, object]:
    """What this site counted as soon as it has counted anything, else the demonstration's."""
    if Series.OWN in MonthlyTotal.objects.series_there():
        return Series.OWN, _SITE
    return Series.DEMO, _("The demonstration: the visits are made up by the program")


def _sum(metric: str, span: Span) -> Counted | None:
    """Of the days that are over and were counted; None where there are none."""
    series, source = series_shown()
    began, last = _counted(series)
    last = min(span.last, last)
    if last < span.first:
        return None
    totals = DailyTotal.objects.within(span.first, last, series=series)
    found = totals.filter(metric=metric, dimension="site", key="").aggregate(total=Sum("value"))
    if found["total"] is None:
        return None
    # What began in the middle of the period tells of the rest of it, and so does what still runs.
    counted = Span(max(span.first, min(began, last)), last)
    return Counted(found["total"], str(source), counted_by=series, span=counted)


def _counted(series: str) -> tuple[dt.date, dt.date]:
    """The first and the last day that are over and were counted: of what is counted here until
    yesterday, of the demonstration until it was made.
    """
    yesterday = day_of(timezone.now()) - dt.timedelta(days=1)
    first, last = DailyTotal.objects.spans().get(series, (dt.date.min, yesterday))
    return first, min(last, yesterday) if series == Series.DEMO else yesterday


def _average(metric: str, span: Span) -> Counted | None:
    """The average of the period's months that are over and were counted from their first day.

    `span` says which they are: the month that runs, and the one in which counting began, would
    pull the average down. None where the period is not of whole months, or one was not counted.
    """
    months = months_between(Month.of(span.first), Month.of(span.last))
    if (span.first, span.last) != (months[0].first_day, months[-1].last_day):
        return None
    series, source = series_shown()
    began, ended = _counted(series)
    months = [month for month in months if began <= month.first_day and month.last_day <= ended]
    if not months:
        return None
    found = MonthlyTotal.objects.over_time(
        metric, months[0].first_day, months[-1].first_day, series=series
    )
    if len(found) != len(months):
        return None
    return Counted(
        round(sum(one.value for one in found.values()) / len(months)),
        str(source),
        counted_by=series,
        is_estimate=any(one.is_estimate for one in found.values()),
        span=Span(months[0].first_day, months[-1].last_day),
    )


@figure("visits", name=_("Visits"), unit="visits", definition=DEFINITIONS["visits"].text)
def visits(span: Span) -> Counted | None:
    return _sum("visits", span)


@figure(
    "visits-a-month",
    name=_("Visits a month on average"),
    unit="visits",
    definition=DEFINITIONS["visits"].text,
)
def visits_a_month(span: Span) -> Counted | None:
    return _average("visits", span)


@figure(
    "visitors-a-month",
    name=_("Visitors a month on average"),
    unit="visitors",
    definition=DEFINITIONS["visitors"].text,
)
def visitors_a_month(span: Span) -> Counted | None:
    return _average("visitors", span)


@figure(
    "downloads", name=_("Downloads"), unit="downloads", definition=DEFINITIONS["downloads"].text
)
def downloads(span: Span) -> Counted | None:
    return _sum("downloads", span)


@figure("plays", name=_("Podcast plays"), unit="plays", definition=DEFINITIONS["plays"].text)
def plays(span: Span) -> Counted | None:
    return _sum("plays", span)


@figure(
    "subscribers",
    name=_("Newsletter subscribers"),
    unit="subscribers",
    definition=DEFINITIONS["subscribers"].text,
    on_a_day=True,
)
def subscribers(span: Span) -> Counted:
    moment = start_of(span.last + dt.timedelta(days=1))
    held = Consent.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=moment), confirmed_at__lt=moment
    )
    return Counted(held.values("subscriber_id").distinct().count(), str(_SITE))


def released_within(model: type[ContentPage], span: Span) -> ContentQuerySet:
    """Public pages released in the period; what has no date of release is in no period.

    A date of which only the year or month is known counts from its first day, as in lists.
    """
    pages = model.objects.live().public().exclude(published_on="")
    return pages.filter(sort_date__range=(span.first, span.last))


def _released(model: type[ContentPage], span: Span) -> Counted:
    return Counted(released_within(model, span).count(), str(_("Lederweb’s catalogue")))


@figure(
    "publications",
    name=_("Publications released"),
    unit="publications",
    definition=_("Publications on Lederweb whose day of release lies in the period."),
)
def publications(span: Span) -> Counted:
    return _released(PublicationPage, span)


@figure(
    "articles",
    name=_("Articles released"),
    unit="articles",
    definition=_("Articles on Lederweb whose day of release lies in the period."),
)
def articles(span: Span) -> Counted:
    return _released(ArticlePage, span)


@figure(
    "project-articles",
    name=_("Articles from projects"),
    unit="articles",
    definition=_("Articles that belong to a project and whose day of release lies in the period."),
)
def project_articles(span: Span) -> Counted:
    pages = released_within(ArticlePage, span).exclude(project=None)
    return Counted(pages.count(), str(_("Lederweb’s catalogue")))


@figure(
    "episodes",
    name=_("Podcast episodes released"),
    unit="episodes",
    definition=_("Podcast episodes on Lederweb whose day of release lies in the period."),
)
def episodes(span: Span) -> Counted:
    return _released(PodcastEpisodePage, span)


@figure(
    "projects",
    name=_("Projects under way"),
    unit="projects",
    definition=_("Projects begun by that day and not ended before it, as their pages say."),
    on_a_day=True,
)
def projects(span: Span) -> Counted:
    return Counted(len(projects_under_way(span.last)), str(_("Lederweb’s list of projects")))


def projects_under_way(day: dt.date) -> list[ProjectPage]:
    """Public projects that had begun by the day and had not ended before it, by name.

    A date of which only the year or month is known counts from its first to its last day.
    """
    pages = ProjectPage.objects.live().public().exclude(status=ProjectPage.Status.PLANNED)
    return [
        page
        for page in pages.order_by("title")
        if (not page.started_on or first_day(page.started_on) <= day)
        and (
            last_day(page.ended_on) >= day
            if page.ended_on
            else page.status == ProjectPage.Status.RUNNING
        )
    ]


def first_day(partial_date: str) -> dt.date:
    year, month, day = parse_partial_date(partial_date)
    return dt.date(year, month or 1, day or 1)


def lies_within(partial_date: str, span: Span) -> bool:
    """Whether all that the date can mean lies in the period."""
    return span.first <= first_day(partial_date) and last_day(partial_date) <= span.last


def events_within(span: Span) -> list[Event]:
    rows = Event.objects.filter(
        starts_on__gte=str(span.first.year), starts_on__lt=str(span.last.year + 1)
    )
    return [row for row in rows.order_by("starts_on") if lies_within(row.starts_on, span)]


def mentions_within(span: Span) -> list[MediaMention]:
    rows = MediaMention.objects.filter(
        published_on__gte=str(span.first.year), published_on__lt=str(span.last.year + 1)
    )
    return [row for row in rows.order_by("published_on") if lies_within(row.published_on, span)]


@figure(
    "enrolments",
    name=_("Enrolments in e-courses"),
    unit="enrolments",
    definition=_("Confirmed enrolments in all e-courses up to and with that day."),
    on_a_day=True,
)
def enrolments(span: Span) -> Counted:
    counted = CourseDay.objects.filter(day__lte=span.last).aggregate(total=Sum("enrolled"))
    openings = CourseOpening.objects.filter(counted_on__lte=span.last.isoformat())
    before = openings.aggregate(total=Sum("enrolled"))
    return Counted((counted["total"] or 0) + (before["total"] or 0), str(_SITE))


@figure(
    "copies-sent",
    name=_("Printed copies sent out"),
    unit="copies",
    definition=_("Printed copies that left the stock in the period, returns taken off."),
)
def copies_sent(span: Span) -> Counted:
    lines = StockMovement.objects.filter(
        kind__in=StockMovement.Kind.sent(), day__range=(span.first, span.last), is_opening=False
    )
    moved = lines.aggregate(total=Sum("quantity"))["total"] or 0
    return Counted(-moved, str(_("Lederweb’s ledger of printed copies")))


@figure(
    "events",
    name=_("Events"),
    unit="events",
    definition=_("Events that began in the period, as Lederweb’s calendar has them."),
)
def events(span: Span) -> Counted:
    return Counted(len(events_within(span)), str(_("Lederweb’s calendar")))


@figure(
    "mentions",
    name=_("Media mentions"),
    unit="mentions",
    definition=_("Mentions, debate pieces and adverts of the period in Lederweb’s list."),
)
def mentions(span: Span) -> Counted:
    return Counted(len(mentions_within(span)), str(_("Lederweb’s list of media mentions")))


def _followers(channel: FollowerCount.Channel) -> None:
    @figure(
        f"followers-{channel.value}",
        name=_("Followers on %(channel)s") % {"channel": channel.label},
        unit="followers",
        definition=_("Followers as the channel itself showed them in that month."),
        on_a_day=True,
    )
    def followers(span: Span) -> Counted | None:
        row = FollowerCount.objects.filter(
            channel=channel, month=Month.of(span.last).first_day
        ).first()
        return Counted(row.value, channel.label, counted_by=channel.value) if row else None


for _channel in FollowerCount.Channel:
    _followers(_channel)
