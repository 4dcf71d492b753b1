"""Where readers came from: search engines and social media belong to their groups."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.sections import SECTIONS
from analytics.ingest import normalise
from analytics.models import MonthlyTotal
from analytics.services.count import count_year


@pytest.mark.parametrize(
    ("group", "sent"),
    [
        ("search", "https://www.google.com/"),
        ("search", "https://google.dk/url?q=x"),
        ("search", "https://www.google.co.uk/"),
        ("search", "https://www.google.com.au/"),
        ("search", "https://news.google.com/"),
        ("search", "android-app://com.google.android.googlequicksearchbox/"),
        ("search", "https://cn.bing.com/search"),
        ("search", "https://search.yahoo.com/"),
        ("search", "https://duckduckgo.com/"),
        ("search", "https://www.ecosia.org/"),
        ("search", "https://search.brave.com/"),
        ("search", "https://yandex.ru/"),
        ("social", "https://l.facebook.com/l.php"),
        ("social", "https://lm.facebook.com/"),
        ("social", "https://dk.linkedin.com/"),
        ("social", "https://www.pinterest.dk/"),
        ("social", "https://www.tiktok.com/"),
        ("social", "https://l.messenger.com/"),
        ("social", "android-app://com.linkedin.android/"),
        ("social", "android-app://com.facebook.katana"),
        # A mail that is read in the browser or an app.
        ("direct", "https://mail.google.com/"),
        ("direct", "android-app://com.google.android.gm/"),
        ("direct", "https://outlook.live.com/"),
        ("direct", "https://outlook.office.com/"),
        ("direct", "https://mail.yahoo.com/"),
        ("direct", "https://mail.kommune.dk/owa/"),
        # What only looks like one.
        ("site", "https://google.com.eksempel.dk/"),
        ("site", "https://google.eksempel.dk/"),
        ("site", "https://docs.google.com/document/1"),
        ("site", "https://notgoogle.com/"),
        ("site", "https://max.com/"),
        ("site", "https://www.kl.dk/"),
        ("site", "android-app://dk.kl.app/"),
    ],
)
def test_a_site_belongs_to_its_group(group: str, sent: str) -> None:
    assert normalise.referrer_group(sent, {}, "lederweb.dk") == group


def test_an_app_is_kept_as_the_site_it_belongs_to() -> None:
    sent = "android-app://com.google.android.googlequicksearchbox/"
    assert normalise.referrer_site(sent, "search") == "google.com"
    assert normalise.referrer_site("android-app://com.linkedin.android/", "social") == (
        "linkedin.com"
    )
    assert normalise.referrer_site("https://mail.google.com/", "direct") == ""


@pytest.mark.django_db
def test_search_engines_are_no_other_sites_also_where_they_were_counted_earlier() -> None:
    for number, key in enumerate(
        (
            *("google.com", "kl.dk", "linkedin.com", "com.linkedin.android"),
            *("mail.google.com", "regioner.dk"),  # who comes from their mail was sent the link
        ),
        start=1,
    ):
        MonthlyTotal.objects.create(
            month=dt.date(2026, 10, 1),
            metric="visits",
            dimension="referrer_site",
            key=key,
            value=100 - number,
            definition_version=1,
        )
    count_year(2026)
    numbers = Numbers(dt.date(2026, 11, 23))
    others = SECTIONS["fra-sider"](numbers)
    assert [row[0] for row in others.table.rows] == ["kl.dk", "regioner.dk"]
    assert "kl.dk" in others.sentence
    engines = SECTIONS["soegemaskiner-og-sociale-medier"](numbers)
    assert [row[0] for row in engines.table.rows] == [
        "google.com",
        "linkedin.com",
        "linkedin.com (app)",
    ]
