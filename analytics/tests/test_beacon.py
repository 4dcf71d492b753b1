"""What the beacon reports, what is kept of it, and what is not counted."""

from __future__ import annotations

import json
import socket
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from analytics.ingest import normalise, stream
from analytics.models import DroppedHits, PageView, VisitorKey
from analytics.services.flush_hits import flush_hits
from analytics.tests.readers import FIREFOX, PHONE, shows
from lederweb.core.logs import without_personal_data
from lederweb.core.signals import content_served
from lederweb.lib.redis import client as redis_client
from lederweb.mail.links import make_token
from lederweb.testing.world import World

BEACON = settings.BASE_DIR / "static" / "js" / "beacon.js"
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def in_stream() -> list[dict]:
    return [
        json.loads(fields.get(b"hit") or fields[b"drop"])
        for _, fields in redis_client().xrange(stream.NAME)
    ]


def dropped() -> dict[str, int]:
    flush_hits()
    return dict(DroppedHits.objects.values_list("reason", "hits"))


def test_the_beacon_is_under_a_kilobyte_and_keeps_nothing() -> None:
    script = BEACON.read_text()
    assert len(script.encode()) < 1000
    for word in ("cookie", "Storage", "indexedDB", "caches", "fetch(", "http"):
        assert word not in script


@pytest.mark.django_db
def test_204_means_that_the_hit_stands_in_the_stream() -> None:
    response = shows("/artikler/frivillige/", page=12)
    assert response.status_code == 204
    assert not response.cookies
    (hit,) = in_stream()
    assert (hit["path"], hit["id"], hit["kind"]) == ("/artikler/frivillige/", 12, "view")


@pytest.mark.django_db
def test_a_hit_is_brought_to_few_plain_values() -> None:
    shows(
        "/s%C3%B8g/?q=hemmelig#x",
        agent=PHONE,
        referrer="https://www.google.dk/search?q=ledelse",
        marks={"utm_campaign": "Uge 47: Æbler!"},
    )
    shows("/a/", referrer="http://testserver/b/")
    shows("/a/", referrer="https://www.linkedin.com/feed/", marks={"utm_medium": "Email"})
    shows(
        "/a/", referrer="https://lnkd.in/x", page="99999999999999999999", **{"accept-language": ""}
    )
    shows("/a/", referrer="https://kommune.example/intranet?ansat=1")
    first, inside, mail, social, other = in_stream()
    assert first["path"] == "/søg/"
    assert (first["referrer"], first["campaign"]) == ("search", "uge-47-æbler")
    assert (first["device"], first["language"]) == ("phone", "da")
    assert (inside["referrer"], inside["device"]) == ("internal", "computer")
    assert mail["referrer"] == "newsletter"
    assert (social["referrer"], social["id"], social["language"]) == ("social", None, "")
    assert other["referrer"] == "site"
    assert "intranet" not in json.dumps(in_stream())


@pytest.mark.django_db
def test_tokens_and_addresses_in_a_path_are_not_kept() -> None:
    token = make_token("confirm", uuid.uuid4())
    shows(f"/nyhedsbrev/bekraeft/{token}/")
    shows("/hilsen/til%20ellen@example.org/")
    shows("/x\x00%00y%ED%A0%80/")
    flush_hits()
    paths = list(PageView.objects.order_by("id").values_list("path", flat=True))
    assert paths[0] == "/nyhedsbrev/bekraeft/<token>/"
    assert paths[1] == "/hilsen/til <e-mail>/"
    assert "\x00" not in paths[2]


@pytest.mark.django_db
def test_another_machine_s_address_is_not_kept_as_a_site() -> None:
    shows(referrer="http://[2001:db8::1]/x")
    shows(referrer="http://192.0.2.44/x")
    assert [hit["site"] for hit in in_stream()] == ["<address>", "<address>"]


@pytest.mark.parametrize("run", ["a", "ab", "a.", "a'", "-", "1.", "%40", "é"])
def test_what_is_sent_costs_little_however_it_is_made(run: str) -> None:
    """Whoever sends 8 KB of one run of letters must not hold a thread of the web server."""
    _cost(run, 500)  # what is made once is made before it is measured
    for length in (500, 2000):
        # Four times the length is four times the work, sixteen where each letter reads the rest.
        assert _cost(run, 4 * length) < 8 * _cost(run, length) + 0.002


def _cost(run: str, length: int) -> float:
    """Seconds of our own work on a run so long, the median of five times."""
    sent = (run * length)[:length]
    taken = []
    for _time in range(5):
        began = time.process_time()
        normalise.path(f"/{sent}")
        normalise.campaign({"utm_campaign": sent})
        normalise.referrer_site(f"https://{sent}", "site")
        normalise.referrer_group(f"https://{sent}", {}, "testserver")
        without_personal_data(f'"GET /{sent}/ HTTP/1.1" 200')
        taken.append(time.process_time() - began)
    return statistics.median(taken)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reason", "hit"),
    [
        ("bot", {"agent": BOT}),
        ("bot", {"agent": ""}),
        ("prefetch", {"sec-purpose": "prefetch;prerender"}),
        ("prefetch", {"purpose": "prefetch"}),
        ("prefetch", {"x-moz": "prefetch"}),
        ("opted out", {"dnt": "1"}),
        ("opted out", {"sec-gpc": "1"}),
        ("preview", {"path": "/admin/pages/12/edit/preview/"}),
        ("malformed", {"path": ""}),
        ("malformed", {"path": "http://elsewhere.example/"}),
        ("malformed", {"path": "/" + "x" * 9000}),
        ("foreign", {"origin": "https://elsewhere.example"}),
        ("foreign", {"origin": "http://[x"}),
        ("foreign", {"sec-fetch-site": "cross-site"}),
    ],
)
def test_what_is_not_counted_has_a_reason_that_is(reason: str, hit: dict) -> None:
    assert shows(**hit).status_code == 204
    assert dropped() == {reason: 1}
    assert not PageView.objects.exists()


@pytest.mark.django_db
def test_colleagues_who_are_logged_in_are_not_counted() -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "anything"
    shows(client=client)
    assert dropped() == {"staff": 1}


@pytest.mark.django_db
def test_asking_not_to_be_counted_is_honoured_by_setting(settings: Any) -> None:
    settings.HONOUR_OPT_OUT = False
    shows(dnt="1")
    assert flush_hits() == 1
    assert PageView.objects.count() == 1


@pytest.mark.django_db
def test_a_get_is_not_a_hit() -> None:
    assert Client().get("/t/").status_code == 405
    assert not in_stream()


@pytest.mark.django_db
def test_half_a_request_is_malformed() -> None:
    response = Client().post(
        "/t/", b"p=%2F", content_type="application/x-www-form-urlencoded", CONTENT_LENGTH="x"
    )
    assert response.status_code == 204
    assert dropped() == {"malformed": 1}


# --- Readers without JavaScript ------------------------------------------------------------------
@pytest.mark.django_db
def test_the_picture_counts_too() -> None:
    response = Client().get(
        "/t/p.gif", {"p": "/artikler/x/", "i": "7"}, headers={"user-agent": FIREFOX}
    )
    assert response["Content-Type"] == "image/gif"
    assert response["Cache-Control"] == "no-store"
    (hit,) = in_stream()
    assert (hit["path"], hit["id"]) == ("/artikler/x/", 7)
    assert hit["referrer"] == "unknown"  # the page cannot say where its reader came from
    Client().head("/t/p.gif?p=/", headers={"user-agent": FIREFOX})
    assert len(in_stream()) == 1


def render(source: str, **context: object) -> str:
    return Template("{% load analytics %}" + source).render(Context(context))


def test_the_tag_carries_the_page_and_a_picture_for_readers_without_javascript() -> None:
    request = RequestFactory().get("/artikler/søg & find/")
    request.user = AnonymousUser()

    class Page:
        pk = 12

    html = render("{% beacon page %}", request=request, page=Page())
    assert 'data-page="12"' in html
    assert f"{reverse('beacon_picture')}?p=%2Fartikler%2Fs%C3%B8g%20%26%20find%2F&amp;i=12" in html
    assert 'data-page=""' in render("{% beacon page %}", request=request)


def test_a_preview_has_no_beacon() -> None:
    request = RequestFactory().get("/artikler/x/")
    request.is_preview = True
    assert render("{% beacon page %}", request=request, page=None).strip() == ""


# --- Visitors (V4, V6) ---------------------------------------------------------------------------
def visitors() -> int:
    return len({hit["visitor"] for hit in in_stream()})


@pytest.mark.django_db
def test_a_reader_is_an_address_with_a_browser() -> None:
    shows(address="192.0.2.1")
    shows("/b/", address="192.0.2.1")
    assert visitors() == 1
    shows(address="192.0.2.1", agent=PHONE)
    shows(address="192.0.2.2")
    assert visitors() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("proxies", [0, 1])
def test_a_made_up_x_forwarded_for_makes_no_new_visitor(proxies: int, settings: Any) -> None:
    settings.TRUSTED_PROXIES = proxies
    for number in range(20):
        made_up = f"198.51.100.{number}"
        # Our own proxy appends the address it saw itself.
        shows(**{"x-forwarded-for": f"{made_up}, 192.0.2.1" if proxies else made_up})
    assert visitors() == 1


@pytest.mark.django_db
def test_the_month_s_key_is_random_made_once_and_asked_for_once() -> None:
    shows()
    key = bytes(VisitorKey.objects.get().key)
    assert len(key) == 32
    with connection.execute_wrapper(_no_query):
        assert shows().status_code == 204
    assert visitors() == 1
    assert bytes(VisitorKey.objects.get().key) == key


def _no_query(*args: object) -> None:
    raise AssertionError("The beacon asked the database.")


@pytest.mark.django_db
def test_no_address_and_no_browser_s_name_is_kept_anywhere(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    address, agent = "203.0.113.77", FIREFOX.replace("128.0", "131.7")
    for path in ("/", "/a/", "/soeg/"):
        assert shows(path, address=address, agent=agent).status_code == 204
    shows(address=address, agent=f"{agent} bot")
    kept = str(redis_client().xrange(stream.NAME))
    flush_hits()
    kept += str(redis_client().xrange(stream.NAME)) + caplog.text + _dump()
    assert "/soeg/" in kept
    for secret in (address, agent, "131.7", address.encode().hex()):
        assert secret not in kept


def _dump() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')
            rows += [text for (text,) in cursor.fetchall()]
    return "\n".join(rows)


# --- Redis away (O1) -----------------------------------------------------------------------------
@pytest.fixture
def redis_at(settings: Any) -> Iterator[Callable[[int], None]]:
    """Moves our own client, with its own waits, to another port."""
    real = settings.REDIS_URL

    def move(port: int) -> None:
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0" if port else real
        redis_client.cache_clear()
        stream.losses._away_until = None

    yield move
    move(0)


@pytest.mark.django_db
def test_redis_refused_is_503_at_once_and_the_loss_is_counted(
    redis_at: Callable[[int], None], caplog: pytest.LogCaptureFixture
) -> None:
    redis_at(1)
    assert [shows().status_code for _ in range(5)] == [503] * 5
    assert Client().get("/t/p.gif?p=/", headers={"user-agent": FIREFOX}).status_code == 503
    assert "A hit was lost" in caplog.text
    redis_at(0)
    assert shows().status_code == 204
    assert dropped() == {"lost": 6}
    assert PageView.objects.count() == 1


@pytest.mark.django_db
def test_redis_silent_is_503_within_three_seconds_and_only_one_hit_waits(
    redis_at: Callable[[int], None],
) -> None:
    """A server that takes connections and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        redis_at(server.getsockname()[1])
        began = time.monotonic()
        assert [shows().status_code for _ in range(20)] == [503] * 20
        assert time.monotonic() - began < 3


@pytest.mark.django_db
def test_pages_and_documents_do_not_notice_that_redis_is_away(
    redis_at: Callable[[int], None], world: World
) -> None:
    assert world.home
    redis_at(1)
    assert Client().get("/").status_code == 200
    request = RequestFactory().get("/dokumenter/1/a.pdf", headers={"user-agent": FIREFOX})
    content_served.send(sender=object, request=request, instance=PageView(pk=1), kind="document")


@pytest.mark.django_db(transaction=True)
def test_without_the_database_a_first_hit_is_503_and_lost() -> None:
    def away(*args: object) -> None:
        raise OperationalError("the server is away")

    with connection.execute_wrapper(away):
        assert shows().status_code == 503
    shows()
    assert dropped() == {"lost": 1}
