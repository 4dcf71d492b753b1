"""Whoever opens the dashboard waits for no chart to be drawn."""

from __future__ import annotations

import pytest
import vl_convert
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analytics.dashboard.sections import SCREENS
from analytics.models import ChangedDay
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
