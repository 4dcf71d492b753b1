"""The dashboard and a status report on two years of totals, and a log of half a million lines.

Two years with 100,000 visitors a month, 1,000 pages and everything that is counted for them are
written as totals by month and by day; then each screen of the dashboard is asked for, twelve months,
two years, and as many days as can be shown at a time, with charts drawn anew and with charts from
the cache. Then ten times as many readers are written, with what grows with them (`_totals.py`), and
the same is asked for again: the limit stays. The log is made by this program, imported in a process
of its own and read by GoAccess as well, where it is installed. The number of lines may be given. A
status report of the last year is drafted from the same totals and made into a PDF.
"""

from __future__ import annotations

import datetime as dt
import html
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lederweb.testing.bench._totals import MONTHS, VISITORS, fill_totals
from lederweb.testing.site import SiteFailed, files, fill, measured

LINES = 500_000
TIMES = 10  # as many readers
KEPT_MS = 200  # for a screen whose charts stand in the cache, and for an export of numbers
LEAST_LINES = 20_000  # a second
MOST_MEGABYTES = 300
ROUNDS = 5
DRAFT_SECONDS, PDF_SECONDS = 5.0, 3.0

_BROWSERS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    f"Chrome/{version}.0.0.0 Safari/537.36"
    for version in range(90, 130)
]
_BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def make_log(folder: Path, lines: int) -> Path:
    """A combined log of about two months; the same for the same number of lines."""
    chance = random.Random(lines)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [f"/artikler/{number}/" for number in range(300)]
    paths += [f"/static/{number}.css" for number in range(80)]
    paths += [f"/dokumenter/{number}.pdf" for number in range(20)]
    agents = [*_BROWSERS, *[_BOT] * 6]
    at, step = dt.datetime(2016, 3, 1, tzinfo=dt.UTC), 60 * 86_400 / lines
    file = folder / "access.log"
    with file.open("w", encoding="ascii") as log:
        for _ in range(lines):
            at += dt.timedelta(seconds=step)
            log.write(
                f"10.{chance.randrange(4)}.{chance.randrange(256)}.{chance.randrange(256)} - - "
                f"[{at:%d/%b/%Y:%H:%M:%S} +0000] "
                f'"GET {chance.choice(paths)} HTTP/1.1" {chance.choice((200, 200, 200, 404))} '
                f'512 "https://www.google.dk/" "{chance.choice(agents)}"\n'
            )
    return file


def _import(log: Path) -> tuple[float, float]:
    """Lines a second of the whole command, and its peak megabytes."""
    aside = f"{log}.unreadable"
    options = ("--source", "Bench", "--replace", "--unreadable", aside)
    done = measured("import_logs", str(log), *options)
    lines = int(re.search(r"([\d,]+) lines", done.said)[1].replace(",", ""))  # type: ignore[index]
    return lines / done.seconds, done.megabytes


def _goaccess(log: Path, lines: int) -> float | None:
    program = shutil.which("goaccess")
    if program is None:
        return None
    report = log.with_suffix(".json")
    began = time.monotonic()
    subprocess.run(
        [program, log, "--log-format=COMBINED", "--no-progress", "-o", report],
        capture_output=True,
        check=True,
    )
    return lines / (time.monotonic() - began)


def _screens(client: Any) -> Iterator[tuple[str, float, float]]:
    """Of each screen its name and the milliseconds of its slowest request: with charts that must
    be drawn first, and with charts from the cache.
    """
    from django.core.cache import cache
    from django.urls import reverse

    from analytics.dashboard.sections import SCREENS

    for screen in SCREENS:
        for query, words in _periods():
            address = reverse(screen.url_name) + query
            times: dict[bool, list[float]] = {True: [], False: []}
            client.get(address)
            for _ in range(ROUNDS):
                cache.clear()
                for is_fresh in (True, False):
                    times[is_fresh].append(max(_requests(client, address)))
            yield (
                f"{screen.label}, {words}",
                statistics.median(times[True]),
                statistics.median(times[False]),
            )


def _periods() -> list[tuple[str, str]]:
    """What is asked for in the address, in words."""
    from analytics.dashboard.period import MOST_DAYS
    from lederweb.lib.periods import Month, day_of

    now = dt.datetime.now(dt.UTC)
    month, yesterday = Month.of(now), day_of(now) - dt.timedelta(days=1)
    two_years, days = month.shifted(1 - MONTHS), yesterday - dt.timedelta(days=MOST_DAYS - 1)
    return [
        ("", "12 months"),
        (f"?fra={two_years.first_day}&til={month.last_day}", f"{MONTHS} months"),
        (f"?fra={days}&til={yesterday}", f"{MOST_DAYS} days"),
    ]


def _exports(client: Any) -> Iterator[tuple[str, float]]:
    """Of each kind of export the part that takes longest, and its milliseconds."""
    from django.urls import reverse

    from analytics.dashboard.sections import SECTIONS

    for name in ("analytics_export_csv", "analytics_export_xlsx"):
        times = {}
        for slug in SECTIONS:
            address = reverse(name, args=[slug])
            b"".join(client.get(address))  # what a process loads once
            began = time.perf_counter()
            b"".join(client.get(address))
            times[slug] = 1000 * (time.perf_counter() - began)
        slowest = max(times, key=lambda slug: times[slug])
        yield f"{name.rpartition('_')[2]} of {slowest}, the slowest", times[slowest]


def _requests(client: Any, address: str) -> Iterator[float]:
    """Milliseconds of the page, and of each chart that it leaves to be drawn after it."""
    began = time.perf_counter()
    answer = client.get(address)
    yield 1000 * (time.perf_counter() - began)
    if answer.status_code != 200:
        raise SiteFailed(f"{address} does not answer 200")
    for chart in re.findall(r'data-chart="([^"]+)"', answer.content.decode()):
        began = time.perf_counter()
        client.get(html.unescape(chart))
        yield 1000 * (time.perf_counter() - began)


def _colleague() -> Any:
    """Somebody who may see everything; the demonstration's people are gone from this site."""
    from django.contrib.auth import get_user_model

    user, _is_new = get_user_model().objects.get_or_create(
        email="bench@example.org", defaults={"is_superuser": True}
    )
    return user


def run(lines: int = LINES) -> int:
    """Measure, print, and return 1 when a limit is missed."""
    print("Filling a site of its own, which takes some minutes …", flush=True)
    fill()
    missed = [*_import_and_tell(lines), *_screens_and_tell(), *_report_and_tell()]
    for line in missed:
        print(f"  Missed: {line}")
    return 1 if missed else 0


def _import_and_tell(lines: int) -> list[str]:
    """What of it misses its limit. Comes first: Linux counts a parent's memory into its child's."""
    log = make_log(files() / "logs", lines)
    speed, memory = _import(log)
    theirs = _goaccess(log, lines)
    beside = f"; GoAccess {theirs:,.0f}, ratio {speed / theirs:.2f}" if theirs else ""
    print(f"\n  log import  {speed:,.0f} lines a second, {memory:.0f} MB{beside}", flush=True)
    missed = []
    if speed < LEAST_LINES:
        missed.append(f"{speed:,.0f} lines a second, wanted {LEAST_LINES:,}")
    if memory > MOST_MEGABYTES:
        missed.append(f"{memory:.0f} MB, wanted at most {MOST_MEGABYTES}")
    return missed


def _screens_and_tell() -> list[str]:
    """What of them misses its limit."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(_colleague())
    slowest, missed = [], []
    for times in (1, TIMES):
        print(f"\n  {fill_totals(times=times):,} totals of {times * VISITORS:,} visitors a month")
        took, over = _asked_and_told(client)
        slowest.append(took)
        missed += [f"{line}, of {times * VISITORS:,} visitors a month" for line in over]
    once, more = slowest
    print(
        f"\n  slowest request from cache  {once:.0f} ms, and {more:.0f} ms at {TIMES} times the "
        f"traffic: {more / once:.1f} times as long, limit {KEPT_MS} ms"
    )
    fill_totals()  # as the next run and the report find them
    connection.close()
    return missed


def _asked_and_told(client: Any) -> tuple[float, list[str]]:
    """Milliseconds of the slowest request that has a limit, and what misses it."""
    print(f"  {'screen':<34} {'drawn anew':>12} {'from cache':>12}")
    limited: dict[str, float] = {}
    for name, fresh, kept in _screens(client):
        print(f"  {name:<34} {fresh:>9.0f} ms {kept:>9.0f} ms", flush=True)
        limited[name] = kept
    for name, took in _exports(client):
        print(f"  {name:<34} {took:>24.0f} ms", flush=True)
        limited[name] = took
    missed = [
        f"{name}: {took:.0f} ms, wanted at most {KEPT_MS}"
        for name, took in limited.items()
        if took > KEPT_MS
    ]
    return max(limited.values()), missed


def _report_and_tell() -> list[str]:
    """What of a report of twelve months misses its limit. Nothing of it is kept."""
    from django.db import connection, transaction

    from analytics.reports import pdf
    from analytics.services.draft_report import draft_report, new_report
    from lederweb.lib.periods import Month

    last = Month.of(dt.datetime.now(dt.UTC)).shifted(-1)
    with transaction.atomic():
        page = new_report(
            title="Bench", first=last.shifted(-11).first_day, last=last.last_day, by=_colleague()
        )
        began = time.perf_counter()
        draft_report(page=page)
        page.refresh_from_db()
        report = page.get_latest_revision_as_object().live_report()
        drafted = time.perf_counter() - began
        began = time.perf_counter()
        pdf.write(report)
        written = time.perf_counter() - began
        transaction.set_rollback(True)
    connection.close()
    print(f"\n  status report  {len(report.sections)} sections in {drafted:.1f} s, ", end="")
    print(f"its PDF in {written:.1f} s", flush=True)
    limits = ((drafted, DRAFT_SECONDS, "draft"), (written, PDF_SECONDS, "PDF"))
    return [f"{what}: {took:.1f} s, wanted {most}" for took, most, what in limits if took > most]


if __name__ == "__main__":
    try:
        sys.exit(run(int(sys.argv[1]) if len(sys.argv) > 1 else LINES))
    except SiteFailed as error:
        sys.exit(str(error))
