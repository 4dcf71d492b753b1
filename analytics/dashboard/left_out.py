"""What is left out of all numbers."""

from __future__ import annotations

from django.db.models import Sum
from django.utils.translation import gettext as _

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.section import Section, Table
from analytics.definitions import DEFINITIONS
from analytics.ingest.submission import Reason
from analytics.models import DroppedHits
from analytics.most_read import since
from lederweb.lib import danish


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
