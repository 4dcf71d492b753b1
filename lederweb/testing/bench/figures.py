"""The dashboard on two years of totals, and a log of half a million lines beside GoAccess.

Two years with 100,000 visitors a month, 1,000 pages and everything that is counted for them are
written as totals; then each screen of the dashboard is asked for with charts drawn anew and with
charts from the cache. The log is made by this program, imported in a process of its own and read
by GoAccess as well, where it is installed. The number of lines may be given.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from lederweb.testing.site import ROOT, SiteFailed, files, fill

LINES = 500_000
MONTHS = 24
VISITORS = 100_000  # a month
PAGES = 1_000
KEPT_MS = 200  # for a screen whose charts stand in the cache
LEAST_LINES = 20_000  # a second
MOST_MEGABYTES = 300
ROUNDS = 5

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
    code = (
        "import resource, sys\n"
        "from django.core.management import execute_from_command_line as run\n"
        "run(['manage.py', 'import_logs', sys.argv[1], '--source', 'Bench', '--replace',\n"
        "     '--unreadable', sys.argv[1] + '.unreadable'])\n"
        "print('KB', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    began = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-c", code, str(log)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - began
    if result.returncode:
        raise SiteFailed((result.stderr.strip() or "it said nothing").splitlines()[-1])
    lines = int(re.search(r"([\d,]+) lines", result.stdout)[1].replace(",", ""))  # type: ignore[index]
    return lines / seconds, int(result.stdout.rsplit("KB ", 1)[1]) / 1024


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


def _fill_totals() -> None:
    """Two years of months, all of one series, in place of what is there."""
    from analytics.models import MonthlyTotal
    from lederweb.lib.periods import Month

    this = Month.of(dt.datetime.now(dt.UTC))
    MonthlyTotal.objects.filter(series="own").delete()
    chance = random.Random(1)
    site = {"visitors": 1.0, "visits": 2.1, "page_views": 4.2, "downloads": 0.2, "plays": 0.02}
    parts: list[tuple[str, str, list[str]]] = [
        ("page_views", "page", [str(number) for number in range(1, PAGES + 1)]),
        ("visitors", "page", [str(number) for number in range(1, PAGES + 1)]),
        ("page_views", "topic", [str(number) for number in range(1, 40)]),
        ("page_views", "project", [str(number) for number in range(1, 60)]),
        ("page_views", "tier", ["1", "2", "3", "b"]),
        ("page_views", "kind", ["articlepage", "publicationpage", "homepage"]),
        ("visits", "referrer", ["search", "social", "site", "direct", "newsletter"]),
        ("visits", "referrer_site", [f"site{number}.dk" for number in range(500)]),
        ("visits", "device", ["computer", "phone", "tablet"]),
        ("searches", "word", [f"ord{number}" for number in range(2_000)]),
        ("searches_in_vain", "word", [f"ord{number}" for number in range(1_000)]),
        ("downloads", "document", [str(number) for number in range(1, 200)]),
        ("plays", "episode", [str(number) for number in range(1, 60)]),
    ]
    for back in range(MONTHS):
        month = this.shifted(-back).first_day
        rows = [
            ("site", metric, "", round(VISITORS * share * chance.uniform(0.9, 1.1)))
            for metric, share in site.items()
        ]
        rows += [
            (dimension, metric, key, chance.randrange(1, 2_000))
            for metric, dimension, keys in parts
            for key in keys
        ]
        MonthlyTotal.objects.bulk_create(
            [
                MonthlyTotal(
                    month=month,
                    metric=metric,
                    dimension=dimension,
                    key=key,
                    value=value,
                    definition_version=1,
                )
                for dimension, metric, key, value in rows
            ],
            batch_size=5_000,
        )


def _screens(client: Any) -> list[tuple[str, float, float]]:
    """Of each screen its name and milliseconds: with charts drawn anew, and from the cache."""
    from django.core.cache import cache
    from django.urls import reverse

    from analytics.dashboard.sections import SCREENS

    found = []
    for screen in SCREENS:
        address = reverse(screen.url_name)
        times: dict[bool, list[float]] = {True: [], False: []}
        client.get(address)
        for _ in range(ROUNDS):
            cache.clear()
            for is_fresh in (True, False):
                began = time.perf_counter()
                if client.get(address).status_code != 200:
                    raise SiteFailed(f"{address} does not answer 200")
                times[is_fresh].append(1000 * (time.perf_counter() - began))
        found.append(
            (str(screen.label), statistics.median(times[True]), statistics.median(times[False]))
        )
    return found


def run(lines: int = LINES) -> int:
    """Measure, print, and return 1 when a limit is missed."""
    print("Filling a site of its own …", flush=True)
    fill()
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    _fill_totals()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(get_user_model().objects.filter(is_superuser=True)[0])
    print(f"\n  {'screen':<28} {'drawn anew':>12} {'from cache':>12}")
    missed = []
    for name, fresh, kept in _screens(client):
        print(f"  {name:<28} {fresh:>9.0f} ms {kept:>9.0f} ms")
        if kept > KEPT_MS:
            missed.append(f"{name}: {kept:.0f} ms, wanted at most {KEPT_MS}")
    connection.close()
    log = make_log(files() / "logs", lines)
    speed, memory = _import(log)
    theirs = _goaccess(log, lines)
    beside = f"; GoAccess {theirs:,.0f}, ratio {speed / theirs:.2f}" if theirs else ""
    print(f"\n  log import  {speed:,.0f} lines a second, {memory:.0f} MB{beside}")
    if speed < LEAST_LINES:
        missed.append(f"{speed:,.0f} lines a second, wanted {LEAST_LINES:,}")
    if memory > MOST_MEGABYTES:
        missed.append(f"{memory:.0f} MB, wanted at most {MOST_MEGABYTES}")
    for line in missed:
        print(f"  Missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(run(int(sys.argv[1]) if len(sys.argv) > 1 else LINES))
    except SiteFailed as error:
        sys.exit(str(error))
