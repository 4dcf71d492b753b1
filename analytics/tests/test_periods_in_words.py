"""A period in words: one home for it, whatever stands in the sentence around it."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.comparison import span_in_words, when_in_words
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.sections import SECTIONS
from analytics.models import DailyTotal, MonthlyTotal
from lederweb.lib.periods import Month


@pytest.mark.parametrize(
    ("first", "last", "name", "when"),
    [
        ("2026-10-01", "2026-10-31", "oktober 2026", "i oktober 2026"),
        ("2016-01-01", "2016-12-31", "2016", "i 2016"),
        ("2015-01-01", "2016-12-31", "januar 2015 til december 2016", None),
        ("2026-07-01", "2026-09-30", "juli til september 2026", None),
        (
            "2026-09-03",
            "2026-09-20",
            "3. september 2026 til 20. september 2026",
            "fra den 3. september 2026 til den 20. september 2026",
        ),
        ("2026-09-03", "2026-09-03", "3. september 2026", "den 3. september 2026"),
    ],
)
def test_a_month_is_in_days_are_from_and_to(
    first: str, last: str, name: str, when: str | None
) -> None:
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert span_in_words(*days) == name
    assert when_in_words(*days) == (when or f"fra {name}")


@pytest.mark.django_db
def test_sentences_of_the_dashboard_say_when_as_danes_do() -> None:
    """Days, one month and several, in the text and where there is nothing to tell of."""
    for day in (3, 4):
        for metric, dimension, key in (("visits", "site", ""), ("visits", "device", "phone")):
            DailyTotal.objects.create(
                day=dt.date(2026, 9, day), metric=metric, dimension=dimension, key=key, value=20
            )
    days = Period(dt.date(2026, 9, 3), dt.date(2026, 9, 20))
    said = _said(days, "besoeg", "besoegende", "enheder")
    when = "fra den 3. september 2026 til den 20. september 2026"
    assert said["besoeg"] == f"F{when[1:]} havde Lederweb 40 besøg."
    assert said["enheder"].startswith(f"Flest {when}: telefon")
    MonthlyTotal.objects.create(
        month=dt.date(2026, 8, 1), metric="visits", dimension="site", value=9, definition_version=1
    )
    later = Period(dt.date(2026, 10, 10), dt.date(2026, 10, 20))
    nothing = _said(later, "afspilninger")["afspilninger"]
    when = "fra den 10. oktober 2026 til den 20. oktober 2026"
    assert nothing == f"Hjemmesiden har ikke registreret noget {when}."
    august = Period.of_months(Month(2026, 8), Month(2026, 8))
    assert _said(august, "afspilninger")["afspilninger"].endswith("noget i august 2026.")


def _said(period: Period, *slugs: str) -> dict[str, str]:
    numbers = Numbers(dt.date(2026, 11, 23), period=period)
    sections = (SECTIONS[slug](numbers) for slug in slugs)
    return {section.slug: section.sentence or section.empty for section in sections}
