"""How often one page was read lately, where its readers came from and what they searched for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics import names
from analytics.dashboard.numbers import Numbers
from analytics.definitions import DEFINITIONS
from analytics.models import DailyTotal, Series
from analytics.most_read import DAYS, since
from analytics.querysets import Figure
from lederweb.lib.periods import day_of

_HEIGHT = 40  # of the tallest bar, in units of the small picture
_WORDS = 8


def shown(page: Any) -> SafeString:
    """For the editor: the page's last 30 days from totals, at most four queries.

    Of the series that the dashboard shows, also where nobody has read this page.
    """
    first, last = since(), day_of(timezone.now())
    series = Numbers().series
    totals = DailyTotal.objects.all()
    views = totals.over_time(
        "page_views", first, last, dimension="page", key=str(page.pk), series=series
    )
    groups = names.referrers() | {"internal": _("other pages here")}
    came_from = totals.of_page("page_referrer", page.pk, first, last, series=series)
    words = totals.of_page("page_word", page.pk, first, last, series=series, count=_WORDS)
    return render_to_string(
        "analytics/page_readers.html",
        {
            "days": DAYS,
            "total": sum(figure.value for figure in views.values()),
            "bars": _bars(views, first),
            "height": _HEIGHT,
            "came_from": [(groups.get(group, group), count) for group, count in came_from],
            "words": words,
            "definition": DEFINITIONS["page_views"],
            "is_demonstration": series == Series.DEMO,
            "is_live": page.live,
        },
    )


def _bars(views: dict[dt.date, Figure], first: dt.date) -> list[tuple[int, int, int]]:
    """Of each day where its bar begins from the left and from above, and how high it is."""
    most = max((figure.value for figure in views.values()), default=0)
    bars = []
    for number in range(DAYS):
        figure = views.get(first + dt.timedelta(days=number))
        height = round(_HEIGHT * figure.value / most) if figure and most else 0
        bars.append((number * 8, _HEIGHT - height, height))
    return bars
