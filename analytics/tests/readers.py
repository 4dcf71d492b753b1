"""Readers and their hits, for tests of counting."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client

from analytics.ingest.submission import Hit
from analytics.models import Series
from analytics.services.partitions import make_partitions
from analytics.services.write_hits import copy_hits
from lederweb.lib.periods import COPENHAGEN, Month

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3_2 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.3.1 Mobile/15E148 Safari/604.1"
)


def shows(
    path: str = "/artikler/frivillige/",
    *,
    page: int | str = "",
    address: str = "192.0.2.7",
    agent: str = FIREFOX,
    referrer: str = "",
    client: Client | None = None,
    marks: dict[str, str] | None = None,
    **headers: str,
) -> Any:
    """A reader's browser reports that it shows the page."""
    return (client or Client()).post(
        "/t/",
        urlencode({"p": path, "i": str(page), "r": referrer} | (marks or {})),
        content_type="application/x-www-form-urlencoded;charset=UTF-8",
        headers={"user-agent": agent, "accept-language": "da-DK,da;q=0.9"} | headers,
        REMOTE_ADDR=address,
    )


def moment(text: str) -> dt.datetime:
    """A Danish wall-clock time such as "2026-10-25 02:30:00"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def hit(at: dt.datetime | str, visitor: str | bytes = "anna", **fields: Any) -> Hit:
    return Hit(
        **{
            "at": moment(at) if isinstance(at, str) else at,
            "kind": "view",
            "visitor": visitor if isinstance(visitor, bytes) else visitor.encode().ljust(16),
            "path": "/",
            "object_id": None,
            "referrer": "direct",
            "campaign": "",
            "device": "computer",
            "language": "da",
        }
        | fields
    )


def write(hits: Iterable[Hit], series: Series = Series.OWN) -> None:
    """Put the hits where a flush would have put them."""
    hits = list(hits)
    make_partitions({Month.of(hit.at) for hit in hits})
    with transaction.atomic():
        copy_hits(hits, series=series)


def _random_kind(chance: random.Random) -> dict[str, Any]:
    kind = chance.choices(["view", "download", "audio", "feed", "search"], [60, 12, 14, 4, 10])[0]
    fields: dict[str, Any] = {"kind": kind, "object_id": chance.choice([None, 1, 2, 3])}
    if kind == "view":
        fields["referrer"] = chance.choice(["internal", "internal", "search", "direct"])
        fields["device"] = chance.choice(["computer", "phone"])
        fields["language"] = chance.choice(["da", "en", ""])
        if fields["referrer"] == "search":
            fields["referrer_site"] = chance.choice(["google.com", "bing.com"])
            fields["campaign"] = chance.choice(["", "foraar"])
    elif kind == "audio":
        fields["object_id"] = chance.choice([1, 3])
        fields["amount"] = chance.choice([120_000, 400_000, 600_000, 1_000_000, 3_000_000])
        fields["began"] = chance.choice([0, 0, 60_000, 400_000, 600_000])
    elif kind == "search":
        fields |= {"object_id": None, "word": chance.choice(["", "tillid", "god ledelse"])}
        fields["amount"] = chance.choice([0, 3])
    return fields


def random_hits(
    seed: int, start: dt.datetime, end: dt.datetime, count: int, visitors: int = 40
) -> list[Hit]:
    """Hits of few readers, many of them close together and around midnight."""
    chance = random.Random(seed)
    seconds = (end - start).total_seconds()
    hits: list[Hit] = []
    while len(hits) < count:
        at = start + dt.timedelta(seconds=chance.uniform(0, seconds))
        if chance.random() < 0.3:
            midnight = at.astimezone(COPENHAGEN).replace(hour=23, minute=50, second=0)
            at = midnight.astimezone(dt.UTC)
        visitor = chance.randrange(visitors).to_bytes(16, "big")
        for _ in range(chance.randint(1, 6)):
            if not start <= at < end:
                break
            hits.append(hit(at.astimezone(dt.UTC), visitor, **_random_kind(chance)))
            at += dt.timedelta(seconds=chance.choice([5, 30, 29.5, 600, 1799, 1800, 1801]))
    chance.shuffle(hits)
    return hits[:count]
