"""Who is asking, and what may be kept of it (promises V4 and V6)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from lederweb.lib.client_address import _warn_once, client_address, client_pseudonym


def request(remote: str, forwarded: str | None = None) -> HttpRequest:
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "address"),
    [
        (0, "198.51.100.7", None, "198.51.100.7"),
        (0, "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "1.2.3.4,5.6.7.8 ,, 203.0.113.9 ", "203.0.113.9"),
        (2, "10.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        # Fewer entries than proxies: somebody came past them.
        (2, "10.0.0.1", "203.0.113.9", "10.0.0.1"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", "203.0.113.9:51234", "203.0.113.9"),
        (1, "10.0.0.1", "1.2.3.4:5, [2001:db8:1:2:a:b:c:d]:443", "2001:db8:1:2::"),
        (1, "10.0.0.1", "[2001:db8:1:2::7]", "2001:db8:1:2::"),
        (1, "10.0.0.1", "<script>", "0.0.0.0"),
        (0, "", None, "0.0.0.0"),
        (0, "2001:db8:1:2:a:b:c:d", None, "2001:db8:1:2::"),
        (0, "::ffff:198.51.100.7", None, "198.51.100.7"),
        (0, "fe80::1%eth0", None, "fe80::"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    settings: Any, trusted: int, remote: str, forwarded: str | None, address: str
) -> None:
    settings.TRUSTED_PROXIES = trusted
    assert client_address(request(remote, forwarded)) == address


def test_readers_without_an_address_are_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    _warn_once.cache_clear()
    for _ in range(3):
        client_address(request(""))
    assert [record.message for record in caplog.records if "TRUSTED_PROXIES" in record.message] == [
        caplog.records[0].message
    ]


def test_a_pseudonym_is_stable_separate_by_purpose_and_keyed(settings: Any) -> None:
    ask = request("198.51.100.7")
    first = client_pseudonym(ask, "log-in")
    assert re.fullmatch(r"[0-9a-f]{32}", first)
    assert client_pseudonym(ask, "log-in") == first
    assert client_pseudonym(ask, "throttle") != first
    assert client_pseudonym(request("198.51.100.8"), "log-in") != first
    settings.SECRET_KEY = "another-key-of-at-least-fifty-characters-0123456789"
    assert client_pseudonym(ask, "log-in") != first
