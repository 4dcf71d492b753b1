"""Whoever opens the dashboard waits for no chart to be drawn."""

from __future__ import annotations

import html
import re

import pytest
import vl_convert
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analytics.dashboard.sections import SCREENS, SECTIONS
from analytics.models import ChangedDay
from analytics.services.draw_charts import draw_charts
from analytics.tasks import roll_up
from analytics.tests.readers import hit, write
from lederweb.testing.world import World


def test_after_the_roll_up_the_charts_are_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    write([hit(timezone.now(), object_id=world.article().pk)])
    roll_up()
    assert not ChangedDay.objects.exists()

    def draw(*args: object, **options: object) -> str:
        raise AssertionError("A chart was drawn while somebody waited.")

    monkeypatch.setattr(vl_convert, "vegalite_to_svg", draw)
    client = Client()
    client.force_login(world.sanne_of_the_secretariat)
    charts = 0
    for screen in SCREENS:
        address = reverse(screen.url_name)
        charts += client.get(address).content.decode().count('class="chart-svg"')
    assert charts >= 4


def test_the_page_does_not_wait_for_a_chart_that_nobody_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    write([hit(timezone.now(), object_id=world.article().pk)])
    roll_up()
    cache.clear()
    client = Client()
    client.force_login(world.sanne_of_the_secretariat)
    address = reverse("analytics_dashboard")
    with monkeypatch.context() as patched:
        patched.setattr(vl_convert, "vegalite_to_svg", None)
        page = client.get(address).content.decode()
    assert "<svg" not in page.partition('id="besoeg"')[2]
    [chart] = re.findall(r'data-chart="(/admin/tal/besoeg/[^"]*)"', page)
    assert client.get(html.unescape(chart)).content.startswith(b"<svg")
    # Drawn once, it stands in the page.
    assert "<svg" in client.get(address).content.decode().partition('id="besoeg"')[2]
    assert client.get("/admin/tal/nu/diagram/").status_code == 404
    assert client.get("/admin/tal/ukendt/diagram/").status_code == 404


def test_a_part_that_cannot_be_drawn_leaves_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write([hit(timezone.now(), object_id=world.article().pk)])
    roll_up()
    whole = draw_charts()
    monkeypatch.setitem(SECTIONS, "besoeg", lambda numbers: [][0])
    assert draw_charts() == whole - 1
    assert "besoeg" in caplog.text


@pytest.mark.parametrize("problem", [OperationalError, InterfaceError])
def test_a_database_that_is_gone_is_not_taken_for_a_chart_that_cannot_be_drawn(
    world: World, monkeypatch: pytest.MonkeyPatch, problem: type[Exception]
) -> None:
    def fail(numbers: object) -> None:
        raise problem("the server is gone")

    monkeypatch.setitem(SECTIONS, "besoeg", fail)
    with pytest.raises(problem):
        draw_charts()
