"""What people take with them has a Danish name and the day."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lederweb.lib.periods import day_of
from lederweb.testing.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_moment")]

CSV = "?export=csv"
EXPORTS = {
    "abonnenter": ("newsletter_subscribers:index", [], CSV),
    "bestillinger": ("orders:index", [], CSV),
    "offentliggjorte-tal": ("published_figures:index", [], CSV),
    "nyhedsbrevets-resultater": ("newsletter_results", [], CSV),
    "klik-i-nyhedsbrevet": ("newsletter_clicks", [], CSV),
    "laesernes-svar": ("readers_word_report", [], CSV),
    "laesernes-bemaerkninger": ("readers_word_remarks", [], CSV),
    "episoder-uden-udskrift": ("episodes_without_transcript", [], CSV),
    "sider-der-mangler-noget": ("content_findings", [], CSV),
    "viderestillinger": ("redirects_export", [], ""),
    "e-kurser": ("course_figures:csv", [], ""),
    "tal-abonnenter": ("analytics_export_csv", ["abonnenter"], ""),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_have_a_danish_name_and_the_day(name: str, world: World, client: Client) -> None:
    assert world.home
    client.force_login(
        world.anna_the_administrator, backend="django.contrib.auth.backends.ModelBackend"
    )
    view, arguments, query = EXPORTS[name]
    answer = client.get(reverse(view, args=arguments) + query)
    today = day_of(timezone.now()).isoformat()
    assert answer["Content-Disposition"] == f'attachment; filename="{name}-{today}.csv"'


def test_a_spreadsheet_is_called_like_its_csv(world: World, client: Client) -> None:
    assert world.home
    client.force_login(
        world.anna_the_administrator, backend="django.contrib.auth.backends.ModelBackend"
    )
    answer = client.get(reverse("newsletter_subscribers:index"), {"export": "xlsx"})
    today = day_of(timezone.now()).isoformat()
    assert f'filename="abonnenter-{today}.xlsx"' in answer["Content-Disposition"]
