"""Hits taken in per second, events written per second, and months counted, each against a bare act.

Speeds are ratios within one run, because absolute figures are the machine's: hits taken in against
/healthz, events written against a bare COPY of the same rows, and counting a month against counting
one with a tenth of the page views. `./dev bench visits 100000` counts a month of so many page
views instead of a million. How fast logs are read is measured where logs are imported.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lederweb.testing import load
from lederweb.testing.site import SiteFailed, free_port, prepare, web

ROUNDS = 5
SECONDS = 1.5  # of asking, in one round
CONNECTIONS = 4
EVENTS = 40_000  # written in one round
PAGE_VIEWS = 1_000_000  # of the month that is counted
PAGES = 400
LEAST_ACCEPTED = 0.7  # of /healthz
LEAST_WRITTEN = 0.1  # of a bare COPY
MOST_GROWTH = 11.0  # of the time, at ten times the page views
BEACON = "p=%2Fartikler%2Fnaervaerende-ledelse%2F&r=https%3A%2F%2Fwww.google.com%2F&i={n}"


def _ask(port: int, path: str, body: str = "") -> float:
    """Requests per second, measured by a process of its own."""
    arguments = [str(port), path, str(SECONDS), str(CONNECTIONS), *filter(None, [body])]
    result = subprocess.run(
        [sys.executable, Path(load.__file__), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise SiteFailed(result.stderr.strip().splitlines()[-1])
    return float(json.loads(result.stdout)["per_second"])


def _accepting() -> tuple[list[float], list[float], int]:
    """Hits and bare answers per second in each round, and how many hits were acknowledged.

    Raises SiteFailed when one that was acknowledged does not stand in the stream.
    """
    from analytics.ingest import stream
    from lederweb.lib.redis import client

    client().delete(stream.NAME)
    hits, bare = [], []
    port = free_port()
    with web(port):
        _ask(port, "/healthz")
        _ask(port, "/t/", BEACON)
        for _ in range(ROUNDS):
            bare.append(_ask(port, "/healthz"))
            hits.append(_ask(port, "/t/", BEACON))
    taken = int(client().xlen(stream.NAME))
    if taken < sum(hits) * SECONDS * 0.9:
        raise SiteFailed(f"{taken} hits stand in the stream, {sum(hits) * SECONDS:.0f} were sent.")
    client().delete(stream.NAME)
    return hits, bare, taken


def _writing() -> tuple[list[float], list[float]]:
    """Events written per second from the stream in each round, and by a bare COPY."""
    from django.db import connection

    from analytics.ingest import stream
    from analytics.services.flush_hits import flush_hits
    from analytics.services.partitions import make_partitions
    from lederweb.lib.periods import Month
    from lederweb.lib.redis import client

    now = dt.datetime.now(dt.UTC)
    make_partitions([Month.of(now)])
    pages = _pages()
    written, copied = [], []
    for number in range(ROUNDS):
        _empty()
        _fill_stream(number, now, pages)
        began = time.perf_counter()
        if flush_hits() != EVENTS:
            raise SiteFailed("Not all events were written.")
        written.append(EVENTS / (time.perf_counter() - began))
        with connection.cursor() as cursor:
            with cursor.copy("COPY (SELECT * FROM analytics_pageview) TO STDOUT") as out:
                rows = b"".join(bytes(part) for part in out)
            cursor.execute("TRUNCATE analytics_pageview")
            began = time.perf_counter()
            with cursor.copy("COPY analytics_pageview FROM STDIN") as into:
                into.write(rows)
            copied.append(EVENTS / (time.perf_counter() - began))
    client().delete(stream.NAME)
    _empty()
    return written, copied


def _pages() -> list[int]:
    """The ids of pages to be read: only those of pages that are there count."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    root, kind = Page.objects.get(depth=1), ContentType.objects.get_for_model(Page)
    made = {
        f"{root.path}Z{number:03d}": Page(
            title=f"Side {number}",
            slug=f"side-{number}",
            path=f"{root.path}Z{number:03d}",
            depth=2,
            url_path=f"/side-{number}/",
            content_type=kind,
            locale=root.locale,
        )
        for number in range(PAGES)
    }
    standing = Page.objects.filter(path__in=made)
    Page.objects.bulk_create(
        made[path] for path in made.keys() - set(standing.values_list("path", flat=True))
    )
    return list(standing.order_by("path").values_list("pk", flat=True))


def _fill_stream(seed: int, now: dt.datetime, pages: list[int]) -> None:
    """Hits of a busy quarter of an hour, on many pages, as the web server would append them."""
    from analytics.ingest import stream
    from analytics.ingest.submission import Hit
    from lederweb.lib.redis import client

    chance = random.Random(seed)
    pipeline = client().pipeline(transaction=False)
    for number in range(EVENTS):
        page = pages[int(PAGES * chance.random() ** 2)]
        hit = Hit(
            at=now - dt.timedelta(seconds=900 * (EVENTS - number) / EVENTS),
            kind="view",
            visitor=chance.randbytes(16),
            path=f"/artikler/en-artikel-om-ledelse-{page}/",
            object_id=page,
            referrer=chance.choice(["search", "direct", "internal", "newsletter"]),
            campaign="",
            device=chance.choice(["computer", "phone"]),
            language="da",
        )
        pipeline.xadd(stream.NAME, stream.entry_of(hit))
        if number % 5000 == 4999:
            pipeline.execute()
    pipeline.execute()


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE analytics_pageview, analytics_hourlytotal, analytics_dailytotal, "
            "analytics_monthlytotal, analytics_yearlytotal, analytics_changedday, "
            "analytics_closedmonth, analytics_visitorsketch"
        )


# Readers who come three times in the month on average, to some pages more than to others.
_MONTH_OF_VIEWS = """
INSERT INTO analytics_pageview (at, day, series, kind, visitor, path, object_id, referrer, campaign,
    device, language, labels)
SELECT at, (at AT TIME ZONE 'Europe/Copenhagen')::date, 'own', 'view',
    decode(md5(reader::text), 'hex'), '/artikler/' || page || '/', page,
    (ARRAY['search', 'direct', 'internal', 'newsletter'])[1 + page %% 4], '',
    (ARRAY['computer', 'phone'])[1 + reader %% 2], 'da',
    ARRAY['kind:articlepage', 'tier:' || (1 + page %% 3), 'topic:' || (1 + page %% 12)]
FROM (
    SELECT %(start)s::timestamptz + random() * %(length)s::interval AS at,
        (random() * %(readers)s)::int AS reader, 1 + (%(pages)s * random() * random())::int AS page
    FROM generate_series(1, %(views)s)
) AS made
ORDER BY at
"""


def _counting(views: int) -> tuple[float, float]:
    """Seconds for rolling up a month of so many page views, and for closing it."""
    from django.db import connection

    from analytics.services.close_months import close_months
    from analytics.services.partitions import make_partitions
    from analytics.services.roll_up import roll_up
    from analytics.services.write_hits import mark_changed
    from lederweb.lib.periods import Month

    _empty()
    # A month in which the clocks stay as they are.
    month = Month(2025, 1)
    make_partitions([month])
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(
            _MONTH_OF_VIEWS,
            {
                "start": month.starts_at,
                "length": f"{(month.ends_at - month.starts_at).total_seconds() - 1} seconds",
                "readers": views // 6,
                "pages": PAGES,
                "views": views,
            },
        )
        cursor.execute("VACUUM ANALYZE analytics_pageview")
    mark_changed(
        month.first_day + dt.timedelta(days=number) for number in range(month.last_day.day)
    )
    began = time.perf_counter()
    roll_up()
    rolled_up = time.perf_counter() - began
    began = time.perf_counter()
    if close_months(now=month.ends_at + dt.timedelta(hours=49)) != [month]:
        raise SiteFailed("The month was not closed.")
    return rolled_up, time.perf_counter() - began


def _ratio(values: list[float], bare: list[float]) -> float:
    """The median of the rounds' own ratios: what slows a round slows both its figures."""
    return statistics.median(value / base for value, base in zip(values, bare, strict=True))


def _timed(say: str, act: Callable[[], tuple]) -> tuple:
    print(f"{say} …", flush=True)
    return act()


def run(views: int = PAGE_VIEWS) -> int:
    """Measure, print the figures, and return 1 when a limit is missed."""
    prepare()
    import django

    django.setup()
    from django.db import connection

    hits, bare, taken = _timed(f"Taking in hits, {ROUNDS} rounds", _accepting)
    written, copied = _timed(f"Writing {EVENTS} events, {ROUNDS} rounds", _writing)
    tenth = _timed(f"Counting a month of {views // 10} page views", lambda: _counting(views // 10))
    whole = _timed(f"Counting a month of {views} page views", lambda: _counting(views))
    _empty()
    connection.close()

    accepted, wrote = _ratio(hits, bare), _ratio(written, copied)
    rolled, closed = whole[0] / tenth[0], whole[1] / tenth[1]
    median = statistics.median
    print(f"\n  hits taken in      {median(hits):>9.0f}/s  {accepted:.2f} of /healthz")
    print(f"  events written     {median(written):>9.0f}/s  {wrote:.2f} of a bare COPY")
    print(f"  month rolled up    {whole[0]:>9.1f} s  {rolled:.1f} times the time of a tenth")
    print(f"  month closed       {whole[1]:>9.1f} s  {closed:.1f} times the time of a tenth")
    print(
        f"\n  Medians of {ROUNDS} interleaved rounds; {taken} hits were acknowledged with 204 and "
        "stood in the stream."
    )
    limits = [
        (accepted >= LEAST_ACCEPTED, f"hits taken in: {accepted:.2f}, wanted {LEAST_ACCEPTED}"),
        (wrote >= LEAST_WRITTEN, f"events written: {wrote:.2f}, wanted {LEAST_WRITTEN}"),
        (rolled <= MOST_GROWTH, f"roll-up grew {rolled:.1f} times, wanted at most {MOST_GROWTH}"),
        (closed <= MOST_GROWTH, f"closing grew {closed:.1f} times, wanted at most {MOST_GROWTH}"),
    ]
    missed = [line for holds, line in limits if not holds]
    for line in missed:
        print(f"  Missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lederweb.settings.production")
    try:
        sys.exit(run(*map(int, sys.argv[1:2])))
    except SiteFailed as error:
        sys.exit(str(error))
