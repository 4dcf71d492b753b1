"""The beacon as browsers run it: from a cached page, without JavaScript, leaving nothing behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import redis

from analytics.ingest import stream
from lederweb.testing.processes import Site

pytestmark = pytest.mark.browser

# Chromium without a window calls itself HeadlessChrome and is left out as the program it is.
PERSON = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36"
)


@pytest.fixture
def hits(site: Site) -> Callable[[int], list[dict[str, Any]]]:
    """Waits for so many new entries in the stream of the site and gives them."""
    server = redis.Redis.from_url(site.redis_url)
    seen = {entry_id for entry_id, _ in server.xrange(stream.NAME)}

    def new() -> list[dict[str, Any]]:
        return [
            json.loads(fields.get(b"hit") or fields[b"drop"])
            for entry_id, fields in server.xrange(stream.NAME)
            if entry_id not in seen
        ]

    def wait(count: int) -> list[dict[str, Any]]:
        site.until(lambda: len(new()) >= count, f"{count} hits are in the stream")
        return new()

    return wait


def test_a_page_counts_itself_also_from_the_cache_and_keeps_nothing(
    visitor: Callable[..., Any], hits: Callable[[int], list[dict[str, Any]]]
) -> None:
    visitor("/?utm_campaign=uge47", user_agent=PERSON)
    hits(1)
    page = visitor("/?utm_campaign=uge48", user_agent=PERSON)
    first, second = hits(2)
    assert (first["path"], second["path"]) == ("/", "/")
    assert (first["campaign"], second["campaign"]) == ("uge47", "uge48")
    assert first["id"] == second["id"] is not None
    assert first["visitor"] == second["visitor"]
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_without_javascript_the_picture_counts(
    visitor: Callable[..., Any], hits: Callable[[int], list[dict[str, Any]]]
) -> None:
    visitor("/", user_agent=PERSON, java_script_enabled=False)
    (hit,) = hits(1)
    assert hit["path"] == "/"
    assert hit["id"]


def test_a_browser_without_a_window_is_a_program(
    visitor: Callable[..., Any], hits: Callable[[int], list[dict[str, Any]]]
) -> None:
    visitor("/")
    (drop,) = hits(1)
    assert drop["reason"] == "bot"
