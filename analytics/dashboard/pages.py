"""What is read most, and what is left out of all numbers."""

from __future__ import annotations

from django.db.models import Sum
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from analytics import charts
from analytics.charts import Bar
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.section import Section, Table
from analytics.definitions import DEFINITIONS
from analytics.ingest.submission import Reason
from analytics.models import DailyTotal, DroppedHits
from analytics.most_read import since
from lederweb.lib import danish

_PAGES = 10
_LONGEST_NAME = 40


def most_read(numbers: Numbers) -> Section:
    """The pages with most page views in the last 30 days."""
    views = DailyTotal.objects.views_of_outer_page(since(), demonstration=numbers.is_demonstration)
    ranked = list(
        Page.objects.annotate(views=views)
        .filter(views__isnull=False)
        .order_by("-views", "pk")
        .values_list("title", "views")[:_PAGES]
    )
    sentence = ""
    if ranked:
        sentence = _("“%(title)s” was read most in the last 30 days: %(views)s page views.") % {
            "title": ranked[0][0],
            "views": danish.number(ranked[0][1]),
        }
    return Section(
        slug="mest-laeste",
        heading=_("Most read"),
        sentence=sentence,
        table=Table(
            [_("Page"), _("Page views in the last 30 days")],
            [[title, views] for title, views in ranked],
        ),
        chart=_chart(ranked, sentence) if ranked else None,
        definitions=[DEFINITIONS["page_views"]],
        warnings=numbers.demonstration_warnings,
        source=_("Counted by this site, without cookies."),
        empty=""
        if ranked
        else _("No page has been read yet. The numbers come at most ten minutes after the first."),
    )


def left_out(numbers: Numbers) -> Section:
    """How many hits were not counted in the last 30 days, by reason."""
    rows = (
        DroppedHits.objects.filter(day__gte=since())
        .values("reason")
        .annotate(total=Sum("hits"))
        .order_by("-total")
    )
    labels = dict(Reason.choices)
    table = [[str(labels.get(row["reason"], row["reason"])), row["total"]] for row in rows]
    total = sum(row["total"] for row in rows)
    return Section(
        slug="ikke-talt",
        heading=_("Not counted"),
        sentence=_("%(hits)s hits were left out in the last 30 days.")
        % {"hits": danish.number(total)},
        table=Table([_("Why"), _("Hits")], table),
        definitions=[DEFINITIONS["page_views"]],
        source=_("Counted by this site, without cookies."),
        empty="" if table else _("Nothing has been left out in the last 30 days."),
    )


def _chart(ranked: list[tuple[str, int]], sentence: str) -> SafeString:
    bars = [
        Bar(_shortened(title, number), views, danish.number(views))
        for number, (title, views) in enumerate(ranked, start=1)
    ]
    return charts.svg(
        charts.rows(bars),
        slug="mest-laeste",
        title=sentence,
        description=_("Bars by page, the most read first."),
    )


def _shortened(title: str, number: int) -> str:
    """With its place, so that two pages of one title stay two."""
    short = title if len(title) <= _LONGEST_NAME else f"{title[: _LONGEST_NAME - 1].rstrip()}…"
    return f"{number}. {short}"
