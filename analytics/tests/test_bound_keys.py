"""What anybody can send does not become totals without end."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.ingest import stream
from analytics.models import HourlyTotal, PageView
from analytics.services import bound_keys
from analytics.services.bound_keys import forget_counted
from analytics.services.flush_hits import flush_hits
from analytics.services.recount import recount
from analytics.services.roll_up import roll_up
from analytics.tests.readers import hit, shows
from lederweb.lib.periods import Month, day_of
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db


def keys(dimension: str) -> set[str]:
    return set(HourlyTotal.objects.filter(dimension=dimension).values_list("key", flat=True))


def test_only_pages_that_are_there_count_as_pages(world: World) -> None:
    article = world.article()
    shows(page=article.pk)
    for number in range(5):
        shows(page=10**12 + number)
    flush_hits()
    assert keys("page") == {str(article.pk)}
    assert PageView.objects.count() == 6  # the views themselves count


def test_made_up_sites_campaigns_and_languages_have_an_end(
    monkeypatch: pytest.MonkeyPatch, now: dt.datetime
) -> None:
    monkeypatch.setattr(bound_keys, "MOST_A_DAY", 5)
    stream.append_hit(hit(now, referrer="site", referrer_site="kl.dk"))
    flush_hits()
    forget_counted()  # another process goes on
    for number in range(20):
        marks = {"utm_campaign": f"c{number}"}
        language = {"accept-language": f"{chr(97 + number)}a"}
        shows(referrer=f"https://spam{number}.example/", marks=marks, **language)
    stream.append_hit(hit(now, referrer="site", referrer_site="kl.dk"))
    flush_hits()
    assert len(keys("referrer_site")) == len(keys("campaign")) == len(keys("language")) == 5
    assert HourlyTotal.objects.get(dimension="referrer_site", key="kl.dk").value == 2
    assert HourlyTotal.objects.get(dimension="site").value == 22
    roll_up()
    assert recount(Month.of(day_of(now))) == []


def test_a_new_day_has_room_again(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    monkeypatch.setattr(bound_keys, "MOST_A_DAY", 1)
    for days, site in ((2, "a.example"), (2, "b.example"), (1, "c.example")):
        at = now - dt.timedelta(days=days)
        stream.append_hit(hit(at, referrer="site", referrer_site=site))
    flush_hits()
    assert keys("referrer_site") == {"a.example", "c.example"}
