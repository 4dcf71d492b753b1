"""What the secretariat finds about figures on the first page of the admin."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analytics.models import DailyTotal, FollowerCount, MonthlyTotal
from analytics.services.draft_report import new_report
from lederweb.lib.periods import Month, day_of
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db

HOME = "/admin/"


def test_the_month_that_is_over_and_what_is_to_be_done(world: World, client: Client) -> None:
    assert world.home
    last = Month.of(day_of(timezone.now())).shifted(-1)
    MonthlyTotal.objects.create(
        month=last.first_day, metric="visits", dimension="site", value=33_502, definition_version=1
    )
    sanne = world.sanne_of_the_secretariat
    report = new_report(
        title="Status 2018", first=dt.date(2018, 1, 1), last=dt.date(2018, 12, 31), by=sanne
    )
    client.force_login(sanne)
    page = client.get(HOME).content.decode()
    assert "33.502 besøg" in page
    assert reverse("analytics_report", args=[report.pk]) in page
    assert f"Følgere for {last.name}" in page
    FollowerCount.objects.create(month=last.first_day, channel="facebook", value=4544)
    assert f"Følgere for {last.name}" not in client.get(HOME).content.decode()


def test_a_month_counted_from_its_middle_says_so(world: World, client: Client) -> None:
    last = Month.of(day_of(timezone.now())).shifted(-1)
    MonthlyTotal.objects.create(
        month=last.first_day, metric="visits", dimension="site", value=3000, definition_version=1
    )
    began = DailyTotal.objects.create(
        day=last.first_day, metric="visits", dimension="site", value=1
    )
    client.force_login(world.sanne_of_the_secretariat)
    word = f"{last.name} er ikke en hel måned"
    assert word not in client.get(HOME).content.decode()
    DailyTotal.objects.filter(pk=began.pk).update(day=last.first_day.replace(day=20))
    assert word in client.get(HOME).content.decode()


def test_who_sees_no_figures_has_no_such_list(world: World, client: Client) -> None:
    client.force_login(world.ellen_the_editor)
    assert "Følgere for" not in client.get(HOME).content.decode()


def test_a_new_report_begins_after_the_last_or_with_the_year(world: World, client: Client) -> None:
    assert world.home
    sanne = world.sanne_of_the_secretariat
    client.force_login(sanne)
    today = timezone.localdate()
    new_report(title="Gammel", first=dt.date(2017, 1, 1), last=dt.date(2017, 12, 31), by=sanne)
    form = client.get(reverse("analytics_new_report")).context["form"]
    assert form.initial["first"] == today.replace(month=1, day=1)
    until = today - dt.timedelta(days=40)
    new_report(title="Ny", first=until - dt.timedelta(days=300), last=until, by=sanne)
    form = client.get(reverse("analytics_new_report")).context["form"]
    assert form.initial["first"] == until + dt.timedelta(days=1)
