"""Requests that a browser makes before anybody has asked for the page."""

from __future__ import annotations

from typing import Protocol


class Headers(Protocol):
    """As far as they are asked here: Django's own, or any mapping."""

    def get(self, name: str, default: str, /) -> str: ...


# The HTML standard's header; older Chromium and Safari; older Firefox.
_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def is_prefetch(headers: Headers) -> bool:
    return any(
        word in headers.get(name, "").lower()
        for name in _HEADERS
        for word in ("prefetch", "prerender", "preview")
    )
