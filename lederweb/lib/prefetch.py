"""Requests that a browser makes before anybody has asked for the page."""

from __future__ import annotations

from collections.abc import Mapping

# The HTML standard's header; older Chromium and Safari; older Firefox.
_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def is_prefetch(headers: Mapping[str, str]) -> bool:
    return any(
        word in headers.get(name, "").lower()
        for name in _HEADERS
        for word in ("prefetch", "prerender", "preview")
    )
