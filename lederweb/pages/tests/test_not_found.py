"""Pages not found: counted without anybody's data, repaired with one click (promise O5)."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from lederweb.lib.redis import client as redis_client
from lederweb.pages import not_found
from lederweb.pages.models import NotFoundDay, NotFoundLeftOut, NotFoundPath
from lederweb.pages.not_found import latest_not_found
from lederweb.pages.services.count_not_found import count_not_found, delete_old_not_found
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db

REPORT = "/admin/ikke-fundet/"
FIRST = "/arkiv/frivilige-skal-ogsa-ledes/"


@pytest.fixture
def ellen(world: World) -> Client:
    """Ellen at work; the site has one article to point to."""
    world.article("Frivillige skal også ledes")
    client = Client()
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def counts() -> dict[str, int]:
    count_not_found()
    return dict(NotFoundDay.objects.values_list("path__path", "count"))


def missing(path: str = FIRST, times: int = 1) -> NotFoundPath:
    """A path that readers asked for, as the report has it."""
    for _ in range(times):
        not_found.note(path)
    count_not_found()
    return NotFoundPath.objects.get(path=path.rstrip("/"))


def test_answers_are_counted_by_path_and_day(world: World, client: Client) -> None:
    assert world.home
    for address in ("/arkiv/x/", "/arkiv/x/?utm_source=y", "/Arkiv//X/", "/andet-sted/"):
        assert client.get(address).status_code == 404
    assert counts() == {"/arkiv/x": 3, "/andet-sted": 1}
    client.get("/arkiv/x/")
    assert counts() == {"/arkiv/x": 4, "/andet-sted": 1}
    assert counts() == {"/arkiv/x": 4, "/andet-sted": 1}, "written twice, counted twice"


def test_an_address_without_its_slash_counts_once(world: World, client: Client) -> None:
    assert world.home
    client.get("/arkiv/x", follow=True)
    assert counts() == {"/arkiv/x": 1}


def test_the_words_around_a_number_are_one_path(world: World, client: Client) -> None:
    assert world.home
    client.get("/personale/artikel/999999/et")
    client.get("/artikel/999999/to/", follow=True)
    client.get("/personale/artikel/999999/et/")
    assert counts() == {"/artikel/999999": 2}
    assert NotFoundPath.objects.get().example == "/personale/artikel/999999/et"


def test_nothing_of_a_person_is_kept(world: World, client: Client) -> None:
    assert world.home
    for address in (
        "/afmeld/karen@example.org/?email=karen@example.org",
        "/sag/010203-1234/",
        "/ring/22431100/",
        "/besked/192.168.1.77/",
        "/nulstil/abcdefghijklmnopqrstuvwxyz0123456789/",
    ):
        client.get(address, headers={"x-forwarded-for": "203.0.113.9"})
    everything = str([*counts(), *NotFoundPath.objects.values_list("example", flat=True)])
    for trace in ("karen", "010203", "22431100", "192.168", "203.0.113", "uvwxyz"):
        assert trace not in everything


def test_scanners_and_missing_files_are_counted_by_reason_only(
    world: World, client: Client
) -> None:
    assert world.home
    for address in (
        "/wp-login.php",
        "/.env",
        "/.git/config",
        "/cgi-bin/test.cgi",
        "/a/../../etc/passwd",
        "/apple-touch-icon.png",
        "/%FF%FE/",
        "/" + "a" * 300 + "/",
    ):
        client.get(address)
    assert counts() == {}
    found = dict(NotFoundLeftOut.objects.values_list("reason", "count"))
    assert found == {"attack": 5, "file": 1, "unreadable": 2}


def test_a_scanner_cannot_fill_the_table(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(not_found, "MOST_PATHS_A_DAY", 3)
    for number in range(10):
        not_found.note(f"/side-{number}/")
    not_found.note("/side-1/")
    assert counts() == {"/side-0": 1, "/side-1": 2, "/side-2": 1}
    assert NotFoundLeftOut.objects.get().count == 7


def test_without_redis_the_page_is_not_found_just_as_quickly(
    world: World, client: Client, settings
) -> None:
    assert world.home
    client.get("/arkiv/x/")
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    not_found.client.cache_clear()
    try:
        began = time.monotonic()
        for _ in range(5):
            assert client.get("/arkiv/x/").status_code == 404
        assert time.monotonic() - began < 3
    finally:
        not_found.client.cache_clear()


def test_what_is_old_and_undecided_is_deleted(world: World) -> None:
    old, decided, fresh = missing("/gammel/"), missing("/afgjort/"), missing("/ny/")
    long_ago = timezone.localdate() - dt.timedelta(days=91)
    NotFoundDay.objects.exclude(path=fresh).update(day=long_ago)
    NotFoundPath.objects.filter(pk__in=[old.pk, decided.pk]).update(last_seen=long_ago)
    NotFoundPath.objects.filter(pk=decided.pk).update(state=NotFoundPath.State.DISMISSED)
    delete_old_not_found()
    assert set(NotFoundPath.objects.values_list("path", flat=True)) == {"/afgjort", "/ny"}
    assert NotFoundDay.objects.count() == 1


# --- The report ---------------------------------------------------------------------------------
def test_the_most_asked_for_stands_first_with_its_proposals(world: World) -> None:
    article = world.article("Frivillige skal også ledes")
    draft = world.article("Frivillige skal altid ledes")
    draft.unpublish()
    missing("/helt-andre-ord-zxcvb/")
    missing(FIRST, times=3)
    first, second = latest_not_found()
    assert (first.path, first.count) == (FIRST.rstrip("/"), 3)
    assert first.proposals[0].pk == article.pk
    assert draft.pk not in {page.pk for page in first.proposals}
    assert second.proposals == []


def test_a_number_in_an_odd_place_proposes_its_article(world: World) -> None:
    article = world.article("Frivillige skal også ledes", legacy_id=153777)
    missing("/vis-153777-udskrift/")
    assert [page.pk for page in latest_not_found()[0].proposals] == [article.pk]


def test_the_list_takes_few_queries(world: World, django_assert_max_num_queries) -> None:
    world.article("Frivillige skal også ledes")
    for number in range(5):
        missing(f"/frivillige-skal-ledes-{number}/")
    with django_assert_max_num_queries(3):
        assert all(row.proposals for row in latest_not_found())


def test_one_click_points_the_path_and_it_works_at_once(ellen: Client, client: Client) -> None:
    row = missing()
    assert client.get(FIRST).status_code == 404
    page = latest_not_found()[0].proposals[0]
    assert f"{REPORT}{row.pk}/{page.pk}/" in ellen.get(REPORT).content.decode()
    told = ellen.post(f"{REPORT}{row.pk}/{page.pk}/", follow=True).content.decode()
    assert "fører nu til" in told
    assert client.get(FIRST)["Location"] == "/artikler/frivillige-skal-ogsaa-ledes/"
    assert latest_not_found() == []


def test_a_decision_can_be_undone(ellen: Client, client: Client) -> None:
    row = missing()
    page = latest_not_found()[0].proposals[0]
    ellen.post(f"{REPORT}{row.pk}/{page.pk}/")
    assert f"{REPORT}{row.pk}/fortryd/" in ellen.get(f"{REPORT}?show=decided").content.decode()
    ellen.post(f"{REPORT}{row.pk}/fortryd/")
    assert client.get(FIRST).status_code == 404
    assert [waiting.pk for waiting in latest_not_found()] == [row.pk]
    assert not Redirect.objects.exists()


def test_what_is_dismissed_asks_nobody_again(ellen: Client) -> None:
    row = missing()
    ellen.post(f"{REPORT}{row.pk}/afvis/")
    missing()
    assert latest_not_found() == []
    ellen.post(f"{REPORT}{row.pk}/fortryd/")
    assert [waiting.pk for waiting in latest_not_found()] == [row.pk]


def test_a_path_whose_redirect_was_deleted_waits_again(ellen: Client) -> None:
    row = missing()
    ellen.post(f"{REPORT}{row.pk}/{latest_not_found()[0].proposals[0].pk}/")
    Redirect.objects.all().delete()
    assert [waiting.pk for waiting in latest_not_found()] == [row.pk]


def test_a_path_can_lead_to_any_address(ellen: Client, client: Client) -> None:
    row = missing()
    ellen.post(f"{REPORT}{row.pk}/andetsteds/", {"link": "/soeg/?q=frivillige"})
    assert client.get(FIRST)["Location"] == "/soeg/?q=frivillige"


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "//evil.example/", "/\\evil.example", "soeg", "https://", FIRST, ""],
)
def test_a_path_leads_nowhere_it_should_not(ellen: Client, link: str) -> None:
    row = missing()
    answer = ellen.post(f"{REPORT}{row.pk}/andetsteds/", {"link": link})
    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    assert not Redirect.objects.exists()


def test_a_path_is_not_pointed_to_a_page_that_readers_cannot_see(
    ellen: Client, world: World
) -> None:
    row, draft = missing(), world.article("Endnu ikke")
    draft.unpublish()
    told = ellen.post(f"{REPORT}{row.pk}/{draft.pk}/", follow=True).content.decode()
    assert "ikke udgivet" in told
    assert not Redirect.objects.exists()


def test_counting_uses_only_keys_that_expire(world: World) -> None:
    missing()
    for key in redis_client().keys("notfound:*"):
        assert 0 < redis_client().ttl(key) <= 3 * 24 * 3600
