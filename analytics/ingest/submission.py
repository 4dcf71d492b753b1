"""What a hit is made of, before and after it has been looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lederweb.lib.client_address import client_address

VIEW, DOWNLOAD, AUDIO, FEED, SEARCH = "view", "download", "audio", "feed", "search"


class Reason(models.TextChoices):
    """Why a hit was left out."""

    MALFORMED = "malformed", _("could not be read")
    FOREIGN = "foreign", _("sent from another site")
    PREFETCH = "prefetch", _("fetched in advance, not seen by anybody")
    STAFF = "staff", _("colleagues who are logged in")
    PREVIEW = "preview", _("previews and the administration")
    OPTED_OUT = "opted out", _("readers whose browser asks not to be counted")
    BOT = "bot", _("search engines and other programs")
    LATE = "late", _("arrived after the month was closed")
    LOST = "lost", _("lost while the queue was away")


class Headers:
    """Headers by name, read one by one: `HttpRequest.headers` copies them all first."""

    def __init__(self, meta: Mapping[str, Any]) -> None:
        self._meta = meta

    def get(self, name: str, default: str = "") -> str:
        return str(self._meta.get(f"HTTP_{name.upper().replace('-', '_')}", default))


@dataclass(frozen=True)
class Submission:
    """What somebody sent. Lives as long as the request does; address and agent go no further."""

    at: dt.datetime
    kind: str
    address: str
    user_agent: str
    headers: Headers
    host: str
    has_session: bool
    path: str
    object_id: str
    # None where the page could not tell: without JavaScript it does not know.
    referrer: str | None
    campaign: Mapping[str, str]
    word: str = ""
    amount: int | None = None
    began: int | None = None

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        *,
        at: dt.datetime,
        kind: str,
        path: str,
        object_id: str = "",
        referrer: str | None = "",
        campaign: Mapping[str, str] | None = None,
        word: str = "",
        amount: int | None = None,
        began: int | None = None,
    ) -> Submission:
        """`word` must be one that may be kept: it comes from readers."""
        headers = Headers(request.META)
        return cls(
            at=at,
            kind=kind,
            address=client_address(request),
            user_agent=headers.get("User-Agent"),
            headers=headers,
            host=request.get_host(),
            # Only colleagues have a session; readers are never given one.
            has_session=settings.SESSION_COOKIE_NAME in request.COOKIES,
            path=path,
            object_id=object_id,
            referrer=referrer,
            campaign=campaign or {},
            word=word,
            amount=amount,
            began=began,
        )


class Hit(NamedTuple):
    """What is kept: nothing in it tells who it was. A tuple, because millions are made of it."""

    at: dt.datetime
    kind: str
    visitor: bytes
    path: str
    object_id: int | None
    referrer: str
    campaign: str
    device: str
    language: str
    referrer_site: str = ""
    word: str = ""
    amount: int | None = None
    began: int | None = None
