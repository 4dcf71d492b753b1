"""Who follows along: subscribers, followers, learners and listeners."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics import charts
from analytics.charts import BEFORE, NOW, Bar
from analytics.definitions import DEFINITIONS
from analytics.figures.registry import Span, Value, comparison_warnings
from analytics.models import FollowerCount
from analytics.reports.document import Drawing, Grid, Item, Items, Line
from analytics.reports.scope import Scope
from analytics.reports.sections.part import (
    Block,
    Part,
    before_of,
    details,
    line_of,
    nothing,
    paragraph,
    said,
    unit_name,
)
from analytics.reports.sections.site import difference
from analytics.reports.sections.stated import counted, stated_on
from lederweb.core.models.pages import address_of
from lederweb.core.templatetags.lederweb import danish_date, partial_date
from lederweb.lib import danish
from lederweb.lib.periods import start_of
from newsletter.models import IssuePage
from publications.models import CourseOpening, CoursePage, PodcastSeriesPage
from publications.services.count_courses import enrolled


def newsletter(scope: Scope) -> Part:
    """Subscribers on the day and a year before, and the period's special issues."""
    day = Span(scope.subscribers_on, scope.subscribers_on)
    now = counted("subscribers", day) or stated_on("subscribers", scope.subscribers_on)
    blocks: list[Block] = []
    values: list[Value] = []
    warnings: list[str] = []
    if now:
        before = before_of(now, day)
        values = [value for value in (now, before) if value]
        warnings = comparison_warnings(now, before) if before else []
        blocks.append(_subscribers(now, before, warnings))
    if issues := _special_issues(scope.span):
        blocks.append(issues)
    if not blocks:
        return nothing(_("Nobody has subscribed yet."))
    return Part(blocks, [line_of(value) for value in values])


def _subscribers(now: Value, before: Value | None, warnings: list[str]) -> Drawing:
    shown = [value for value in (before, now) if value]
    rows = [[value.period, said(value), value.source] for value in shown]
    if before:
        rows.append([_("Difference"), difference(now, before), ""])
    return Drawing(
        chart=charts.columns(
            [
                Bar(value.period, value.value, said(value), NOW if value is now else BEFORE)
                for value in shown
            ]
        ),
        heading=_("Subscribers to the newsletter"),
        description=_("Columns by day: %(values)s.")
        % {"values": ", ".join(f"{value.period}: {said(value)}" for value in shown)},
        table=Grid(
            _("Subscribers to the newsletter"),
            [_("Day"), _("Subscribers"), _("Source")],
            rows,
            [1],
        ),
        source=now.source,
        warnings=warnings,
    )


def _special_issues(span: Span) -> Items | None:
    issues = (
        IssuePage.objects.live()
        .public()
        .filter(
            kind=IssuePage.Kind.SPECIAL,
            first_published_at__gte=start_of(span.first),
            first_published_at__date__lte=span.last,
        )
    )
    items = [
        Item(
            title=issue.title,
            text=issue.preview_text,
            address=address_of(issue),
            details=details(issue.get_kind_display(), danish_date(issue.first_published_at)),
        )
        for issue in issues.order_by("first_published_at")
    ]
    return Items(items) if items else None


def social_media(scope: Scope) -> Part:
    day = Span(scope.followers_on, scope.followers_on)
    pairs: list[tuple[str, Value, Value | None]] = []
    for channel in FollowerCount.Channel:
        now = counted(f"followers-{channel.value}", day) or stated_on(
            "followers", scope.followers_on, begins=channel.value
        )
        if now:
            pairs.append((channel.label, now, before_of(now, day)))
    if not pairs:
        return nothing(_("Nobody has entered followers yet."))
    both = [value for _label, now, before in pairs for value in (before, now) if value]
    warnings = [
        warning
        for _label, now, before in pairs
        if before
        for warning in comparison_warnings(now, before)
    ]
    bars = []
    for label, now, before in pairs:
        if before:
            bars.append(Bar(label, before.value, said(before), BEFORE, "before"))
        bars.append(Bar(label, now.value, said(now), NOW, "now"))
    warnings = list(dict.fromkeys(warnings))
    drawing = Drawing(
        chart=charts.columns(bars),
        heading=_("Followers on social media"),
        description=_("Two columns for each channel: the year before, and now."),
        table=Grid(
            _("Followers on social media"),
            [_("Channel"), _("Before"), _("When"), _("Now"), _("When now"), _("Difference")],
            [
                [
                    label,
                    said(before) if before else "–",
                    before.period if before else "–",
                    said(now),
                    now.period,
                    difference(now, before) if before else "–",
                ]
                for label, now, before in pairs
            ],
            [1, 3, 5],
        ),
        source=", ".join(dict.fromkeys(value.source for value in both)),
        warnings=warnings,
    )
    return Part([drawing], [line_of(value) for value in both])


def courses(scope: Scope) -> Part:
    """Who had enrolled in each e-course by the day, the years before this site included."""
    openings = {
        opening.course_id: opening
        for opening in CourseOpening.objects.filter(course__live=True).order_by("pk")
    }
    found = []
    for course in CoursePage.objects.live().public().order_by("sort_date", "title"):
        count = enrolled(course, on=scope.courses_on)
        if count:  # None where nobody knows
            found.append((course, count, openings.get(course.pk)))
    found.sort(key=lambda row: -row[1])
    if not found:
        return nothing(_("Nobody has counted enrolments by that day."))
    when = danish_date(scope.courses_on)
    lines = [
        Line(
            name=_("Enrolled in %(course)s") % {"course": course.title},
            value=count,
            text=danish.number(count),
            unit=unit_name("enrolments"),
            period=when,
            definition=str(DEFINITIONS["enrolments"].text),
            source=_source_of(opening),
        )
        for course, count, opening in found
    ]
    drawing = Drawing(
        chart=charts.rows(
            [Bar(course.title, count, danish.number(count)) for course, count, _o in found]
        ),
        heading=_("Enrolled in e-courses by %(day)s") % {"day": when},
        description=_("Bars by e-course, the most first."),
        table=Grid(
            _("Enrolled in e-courses by %(day)s") % {"day": when},
            [_("E-course"), _("Enrolled")],
            [[course.title, danish.number(count)] for course, count, _o in found],
            [1],
        ),
        source=", ".join(dict.fromkeys(line.source for line in lines)),
    )
    return Part([drawing], lines)


def _source_of(opening: CourseOpening | None) -> str:
    site = _("Counted by Lederweb")
    if opening is None:
        return site
    return _("%(source)s (%(day)s), since then counted by Lederweb") % {
        "source": opening.source,
        "day": partial_date(opening.counted_on),
    }


_PLAYS_OF = gettext_lazy("Podcasts have been played %(value)s times (%(period)s).")


def plays(scope: Scope) -> Part:
    value = counted("plays", scope.site) or stated_on("plays", scope.span.last)
    if value is None:
        return nothing(_("Nobody counted plays in the period."))
    series = ", ".join(
        PodcastSeriesPage.objects.live().public().order_by("title").values_list("title", flat=True)
    )
    sentence = _PLAYS_OF % {"value": said(value), "period": value.period}
    if series:
        sentence += " " + _("Series: %(series)s.") % {"series": series}
    return Part([paragraph(sentence)], [line_of(value)])
