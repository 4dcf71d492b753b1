"""What anybody can send does not become totals without end, and hides nothing that is real."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.sections import SECTIONS
from analytics.ingest.submission import Hit
from analytics.models import ChangedDay, DailyTotal, HourlyTotal, MonthlyTotal, PageView
from analytics.services import bound_keys
from analytics.services.bound_keys import OTHER
from analytics.services.close_months import close_months
from analytics.services.flush_hits import flush_hits
from analytics.services.recount import recount
from analytics.services.roll_up import roll_up
from analytics.tests.readers import hit, moment, shows, write
from lederweb.lib.periods import Month
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db

OCTOBER = Month(2026, 10)


@pytest.fixture(autouse=True)
def _little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bound_keys, "MOST_NEW", 5)


def from_site(day: str, site: str, visitor: str = "anna", minute: int = 0) -> Hit:
    at = moment(f"{day} 12:00") + dt.timedelta(minutes=minute)
    return hit(at, visitor, referrer="site", referrer_site=site, campaign=site.partition(".")[0])


def flood(day: str, many: int = 20) -> Iterator[Hit]:
    """A stranger who was there before anybody else, with names that nobody has heard of."""
    for number in range(many):
        yield from_site(day, f"spam{number}-{day}.example", "stranger", minute=number - 600)


def by_site(day: str) -> dict[str, int]:
    rows = DailyTotal.objects.filter(metric="page_views", dimension="referrer_site", day=day)
    return dict(rows.values_list("key", "value"))


def nothing_differs() -> bool:
    return not any(recount(Month(2026, number)) for number in (9, 10, 11))


def test_only_pages_that_are_there_count_as_pages(world: World) -> None:
    article = world.article()
    shows(page=article.pk)
    for number in range(5):
        shows(page=10**12 + number)
    flush_hits()
    pages = HourlyTotal.objects.filter(dimension="page")
    assert set(pages.values_list("key", flat=True)) == {str(article.pk)}
    assert PageView.objects.count() == 6  # the views themselves count


def test_a_language_that_nobody_speaks_is_none(world: World) -> None:
    for code in ("da-DK", "kl", "xx", "qqq", "fil-PH"):
        shows(**{"accept-language": code})
    flush_hits()
    languages = HourlyTotal.objects.filter(dimension="language")
    assert set(languages.values_list("key", flat=True)) == {"da", "kl", "fil"}


def test_a_flood_of_made_up_names_hides_neither_old_ones_nor_new_ones() -> None:
    write([from_site("2026-10-05", "kl.dk")])
    roll_up()
    write(flood("2026-10-06"))
    roll_up()
    readers = [from_site("2026-10-06", "kl.dk", "per")]
    readers += [from_site("2026-10-06", "ny.dk", f"reader{number}") for number in range(3)]
    write(readers)
    roll_up()
    counted = by_site("2026-10-06")
    assert (counted["kl.dk"], counted["ny.dk"]) == (1, 3)
    assert len(counted) == 1 + 5 + 1  # the known one, five new ones, and the others
    assert counted[OTHER] == 16
    assert sum(counted.values()) == 24
    campaigns = DailyTotal.objects.filter(metric="visits", dimension="campaign", day="2026-10-06")
    assert campaigns.get(key="ny").value == 3
    assert nothing_differs()


def test_one_reader_with_two_new_names_outweighs_a_thousand_made_up_ones() -> None:
    write(flood("2026-10-06", many=40))
    write([from_site("2026-10-06", site) for site in ("a.dk", "b.dk")])
    roll_up()
    assert by_site("2026-10-06").keys() > {"a.dk", "b.dk", OTHER}


def test_late_hits_of_a_day_before_make_their_names_known_on_the_next_ones() -> None:
    write(flood("2026-10-06"))
    late = from_site("2026-10-06", "sen.dk", "stranger", minute=-20)
    write([late])
    roll_up()
    assert "sen.dk" not in by_site("2026-10-06")
    write([from_site("2026-10-05", "sen.dk")])
    roll_up()
    assert by_site("2026-10-06")["sen.dk"] == 1
    assert nothing_differs()
    assert not ChangedDay.objects.exists()


def test_the_months_behind_know_as_well_when_one_is_closed() -> None:
    write(flood("2026-11-01"))
    write([from_site("2026-11-01", "kl.dk", "stranger"), from_site("2026-10-31", "x.dk")])
    roll_up()
    assert "kl.dk" not in by_site("2026-11-01")
    write([from_site("2026-10-31", "kl.dk")])
    assert close_months(now=moment("2026-11-04 00:00")) == [OCTOBER]
    roll_up()
    assert by_site("2026-11-01")["kl.dk"] == 1
    assert nothing_differs()


def test_what_became_known_late_is_known_on_each_day_that_hangs_on_the_one_before() -> None:
    """The third day knows the name from the second, which knows it from the first."""
    for day in ("2026-10-20", "2026-11-10"):
        write(flood(day))
        write([from_site(day, "sen.dk", "stranger", minute=-20)])
    write(flood("2026-11-29"))
    write([from_site("2026-11-29", "to.dk", "stranger", minute=-20)])
    roll_up()
    assert "sen.dk" not in by_site("2026-11-10")
    # Two days of one month: what hangs on the later one is counted anew, too.
    write([from_site("2026-10-01", "sen.dk"), from_site("2026-10-31", "to.dk")])
    for _month in range(2):
        roll_up()
    assert by_site("2026-10-20")["sen.dk"] == 1
    assert by_site("2026-11-10")["sen.dk"] == 1
    assert by_site("2026-11-29")["to.dk"] == 1
    assert not ChangedDay.objects.exists()
    assert nothing_differs()


def test_counting_and_recounting_agree_whatever_comes() -> None:
    """Several days of a flood over a month's end: hours, days, months, a closed one too."""
    days = [f"2026-10-{day}" for day in range(28, 32)] + ["2026-11-01", "2026-11-02"]
    for number, day in enumerate(days):
        write(flood(day, many=9 + number))
        write(from_site(day, f"site{number % 3}.dk", f"reader{number}") for _ in range(2))
    roll_up()
    assert nothing_differs()
    before = by_site("2026-10-31")
    assert close_months(now=moment("2026-11-04 00:00")) == [OCTOBER]
    assert by_site("2026-10-31") == before
    assert nothing_differs()
    total = MonthlyTotal.objects.filter(month=OCTOBER.first_day, metric="page_views")
    named = total.filter(dimension="referrer_site").values_list("value", flat=True)
    assert sum(named) == total.get(dimension="site").value


def test_the_dashboard_lists_names_and_says_how_much_has_none() -> None:
    write(flood("2026-10-06"))
    write([from_site("2026-10-06", "kl.dk", f"reader{number}") for number in range(3)])
    write([from_site("2026-10-06", "one-more.example", "stranger", minute=200)])
    roll_up()
    numbers = Numbers(dt.date(2026, 11, 1))
    section = SECTIONS["fra-sider"](numbers)
    shown = [row[0] for row in section.table.rows]
    assert shown[0] == "kl.dk"
    assert OTHER not in shown
    visits = DailyTotal.objects.get(metric="visits", dimension="referrer_site", key=OTHER)
    assert any(f"Herudover kom {visits.value} besøg " in note for note in section.notes)
    # Once, and not below the search engines: nobody has to make those up.
    write([from_site("2026-10-07", "google.com", "reader")])
    roll_up()
    engines = SECTIONS["soegemaskiner-og-sociale-medier"](Numbers(dt.date(2026, 11, 1)))
    assert [row[0] for row in engines.table.rows] == ["google.com"]
    assert not any("Herudover" in note for note in engines.notes)
