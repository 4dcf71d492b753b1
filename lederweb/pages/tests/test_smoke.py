"""The whole site once round: every public address, without cookies, and without Redis."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from celery import current_app
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from lederweb.celery import app
from lederweb.lib import redis as our_redis
from lederweb.settings import base
from lederweb.testing.pages import PUBLIC_PAGES
from lederweb.testing.world import World

HOST = "http://testserver"
# Beside pages: what programs ask for.
FILES = (
    "/robots.txt",
    "/sitemap.xml",
    "/manifest.webmanifest",
    "/podcast/oererne-i-maskinen/feed.xml",
    "/healthz",
    "/readyz",
)
# Links that lead out of the anonymous site, or that count something.
NOT_FOLLOWED = ("/admin/", "/t/", "/dev/", "/stilguide/")
SLOWEST = 3.0  # seconds, for one page on a busy machine while Redis says nothing


class Links(HTMLParser):
    """Every address that a page makes a browser ask for or lets a reader follow."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in ("href", "src", "poster", "action") and value:
                self.found.add(value)
            if name == "srcset" and value:
                self.found |= {part.split()[0] for part in value.split(",") if part.strip()}


def own(address: str, page: str) -> str | None:
    """The path with its query, when the address is on this site."""
    parts = urlsplit(urljoin(HOST + page, address))
    if parts.scheme not in ("http", "https") or parts.netloc != urlsplit(HOST).netloc:
        return None
    if parts.path.startswith(NOT_FOLLOWED):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def walk(client: Client) -> Iterator[tuple[str, Any]]:
    """Every public address: those of the sitemap and all that they link to, each once."""
    sitemap = client.get("/sitemap.xml").content.decode()
    waiting = [urlsplit(address).path for address in re.findall(r"<loc>(.*?)</loc>", sitemap)]
    assert len(waiting) > 20
    waiting += [*PUBLIC_PAGES.values(), *FILES]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        response = client.get(path)
        yield path, response
        if response.headers.get("Content-Type", "").startswith("text/html"):
            links = Links(response.content.decode()).found
            waiting += [inner for link in links if (inner := own(link, path))]
        elif response.status_code == 302 and (there := own(response["Location"], path)):
            waiting.append(there)  # a card is drawn: the page of one of them


@pytest.fixture(scope="module")
def pages(made_once) -> None:
    with made_once() as world:
        world.whole_site()


@pytest.fixture
def site(pages: None, world: World) -> World:
    return world


def test_every_public_address_answers_sets_no_cookie_and_keeps_the_policy(site: World) -> None:
    wrong, pages = [], 0
    for path, response in walk(Client()):
        if response.headers.get("Content-Type", "").startswith("text/html"):
            pages += 1
            wrong += [f"{path}: {part}" for part in inline_parts(response.content.decode())]
        leads_on = response.status_code == 302 and own(response["Location"], path)
        if response.status_code != 200 and not leads_on:
            wrong.append(f"{path}: {response.status_code}")
        if response.cookies:
            wrong.append(f"{path}: sets {list(response.cookies)}")
        if "cookie" in response.headers.get("Vary", "").lower():
            wrong.append(f"{path}: depends on cookies")
        wrong += [f"{path}: {fault}" for fault in faults_of_policy(response)]
    assert not wrong, "\n".join(wrong)
    assert pages > 35


def faults_of_policy(response: HttpResponse) -> Iterator[str]:
    """What the headers of a public answer lack (promise S3)."""
    policy = response.headers.get("Content-Security-Policy", "")
    if "unsafe" in policy or "default-src 'none'" not in policy:
        yield f"policy {policy!r}"
    expected = {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    for name, value in expected.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)!r}"
    if "geolocation=()" not in response.headers.get("Permissions-Policy", ""):
        yield "no Permissions-Policy"


def inline_parts(html: str) -> Iterator[str]:
    """Script and style in the page itself, which the policy would stop."""
    yield from re.findall(r"<[^>]+\sstyle=[\"'][^>]*>", html)
    yield from re.findall(r"<[^>]+\son\w+=[\"'][^>]*>", html)
    yield from re.findall(r"<style[\s>]", html)
    for attributes in re.findall(r"<script([^>]*)>", html):
        if "src=" not in attributes and "json" not in attributes:
            yield f"<script{attributes}>"


def test_a_page_that_is_not_there_says_so_in_danish(site: World) -> None:
    response = Client().get("/findes-ikke/")
    assert response.status_code == 404
    html = response.content.decode()
    assert '<html lang="da"' in html
    assert 'action="/soeg/"' in html
    assert not response.cookies


@pytest.fixture(params=["refused", "silent"])
def without_redis(request: pytest.FixtureRequest, settings) -> Iterator[None]:
    """Redis is away: nobody listens, or somebody listens and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if request.param == "silent":
            listener.listen(128)
        url = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        settings.REDIS_URL = url
        # Production's patience, not that of the tests.
        settings.CACHES = {"default": base.CACHES["default"] | {"LOCATION": url}}
        our_redis.client.cache_clear()
        yield
    our_redis.client.cache_clear()


def test_without_redis_every_page_answers(site: World, without_redis: None) -> None:
    client = Client()
    wrong = []
    for path in [*PUBLIC_PAGES.values(), *FILES]:
        began = time.monotonic()
        response = client.get(path)
        took = time.monotonic() - began
        expected = 503 if path == "/readyz" else 200
        if response.status_code != expected or took > SLOWEST:
            wrong.append(f"{path}: {response.status_code} after {took:.1f} s")
    assert not wrong, "\n".join(wrong)


def test_without_redis_the_log_in_answers(site: World, without_redis: None) -> None:
    assert Client().get("/admin/login/").status_code == 200
    client = Client()
    client.force_login(site.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/").status_code == 200


# --- What holds the house together -------------------------------------------------------------
def test_the_system_checks_have_nothing_to_say() -> None:
    call_command("check", fail_level="WARNING")


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_everything_that_beat_starts_exists_and_has_a_queue() -> None:
    app.loader.import_default_modules()
    queues = {queue.name for queue in app.conf.task_queues}
    for entry in app.conf.beat_schedule.values():
        task = app.tasks[entry["task"]]
        assert (getattr(task, "queue", None) or app.conf.task_default_queue) in queues
        # A job of beat's takes nothing: what it works on stands in the database.
        assert not entry.get("args")
        assert not entry.get("kwargs")


def test_tasks_are_called_after_their_app() -> None:
    assert current_app.main == app.main
    app.loader.import_default_modules()
    ours = [name for name in app.tasks if not name.startswith("celery.")]
    assert ours
    for name in ours:
        label, _dot, verb = name.partition(".")
        module = app.tasks[name].__module__
        assert verb
        assert label in module.split("."), f"{name} stands in {module}"
