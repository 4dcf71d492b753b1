"""Count hits and fetch pages while worker, web server, database and Redis are killed (V1, O1).

First everything but Redis is killed again and again: what was acknowledged with 204 is counted
exactly once. Then Redis is killed: at most the last ten seconds before it are missing, and nothing
counts twice. Pages are fetched all the while: whenever the web server runs they answer, also
without Redis, and each hit that was not taken then is counted as lost.
`./dev drill visits-kill 50000 1` says how many hits, and the seed.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from lederweb.testing.drill._visits import (
    Killable,
    PageReader,
    Readers,
    empty,
    flush_all,
    redis_of_our_own,
    running,
    web_server,
    writer,
    written,
)
from lederweb.testing.site import SiteFailed, free_port, manage, prepare

HITS = 50_000
# Seconds that Redis, synced to disk every second, may lose.
MOST_SECONDS_LOST = 10.0
_REDIS_HITS = 4_000
_SECONDS_AWAY = 3.0


def _cut_connections() -> int:
    """Break every other connection to the database, as its restart would."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def _killed_while_counting(port: int, hits: int, chance: random.Random) -> dict[str, bool]:
    from analytics.models import HourlyTotal
    from analytics.services.recount import recount
    from analytics.services.roll_up import roll_up
    from lederweb.lib.periods import Month

    cut = 0
    with (
        running(web_server(port)) as web,
        running(writer()) as first,
        PageReader(port) as pages,
        Readers(port) as readers,
    ):
        acts: list[Callable[[], Any]] = [first.kill_and_start] * 3 + [web.kill_and_start]
        for part in range(1, 21):
            readers.wait_for(hits * part // 20, seconds=180)
            if part % 5 == 0:
                cut += _cut_connections()
            else:
                chance.choice(acts)()
        web_killed_at = list(web.killed_at)
    flush_all()
    acknowledged, rows = set(readers.acknowledged), written()
    print(
        f"  {len(acknowledged)} hits acknowledged, {sum(rows.values())} rows; writer killed "
        f"{first.kills - 1} times, web server {len(web_killed_at)} times, {cut} connections cut."
    )
    failed = pages.failures(web_killed_at)
    served = pages.answered(0, time.monotonic())
    print(f"  {served} pages served, {len(failed)} failed while the web server ran.")
    roll_up()
    views = HourlyTotal.objects.filter(metric="page_views", dimension="site")
    months = {Month.of(hour) for hour in views.values_list("hour", flat=True)}
    return {
        "every page answered while the web server ran": not failed and served > 0,
        "every acknowledged hit was counted": acknowledged <= rows.keys(),
        "no hit was counted twice": set(rows.values()) == {1},
        # Of a web server that died, an answer may have been lost on its way.
        "hardly anything was counted without being acknowledged": (
            len(rows.keys() - acknowledged) <= 8 * web.kills
        ),
        "the hours say as many": sum(views.values_list("value", flat=True)) == len(rows),
        "a recount finds no difference": all(recount(month) == [] for month in months),
    }


def _redis_killed(port: int, redis: Killable) -> dict[str, bool]:
    from analytics.ingest import stream
    from analytics.models import DroppedHits

    with (
        running(web_server(port)),
        running(writer()),
        PageReader(port) as pages,
        Readers(port) as readers,
    ):
        readers.wait_for(_REDIS_HITS, seconds=120)
        killed_at = time.monotonic()
        redis.kill()
        time.sleep(_SECONDS_AWAY)
        without_redis = pages.answered(killed_at, time.monotonic())
        redis.start()
        _wait_for_redis()
        time.sleep(stream.PAUSE + 1)  # until every process has seen that it is back
        before = len(readers.acknowledged)
        readers.wait_for(before + _REDIS_HITS // 2, seconds=120)
    flush_all()
    rows = written()
    missing = [at for number, at in readers.acknowledged.items() if number not in rows]
    lost = killed_at - min(missing) if missing else 0.0
    print(
        f"  Redis killed: of {len(readers.acknowledged)} acknowledged hits {len(missing)} are "
        f"lost, the oldest {lost:.1f} s before."
    )
    confessed = sum(DroppedHits.objects.filter(reason="lost").values_list("hits", flat=True))
    failed = pages.failures([])
    print(
        f"  Without Redis {without_redis} pages were served and {readers.refused} hits refused; "
        f"{confessed} are counted as lost. {len(failed)} of {len(pages.fetches)} pages failed."
    )
    return {
        f"at most {MOST_SECONDS_LOST:.0f} s of hits were lost": lost <= MOST_SECONDS_LOST
        and all(at <= killed_at + 1 for at in missing),
        "nothing counted twice": set(rows.values()) == {1},
        "every page answered, Redis away or back": not failed and without_redis > 0,
        "every hit that Redis did not take was counted as lost": (confessed == readers.refused > 0),
    }


def _wait_for_redis() -> None:
    import redis

    from lederweb.lib.redis import client

    deadline = time.monotonic() + 30
    while True:
        try:
            client().ping()
            return
        except redis.RedisError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def run(hits: int, seed: int) -> int:
    """Do it and print what was found; returns 1 when a promise was broken."""
    print(f"Killing while {hits} hits are counted, seed {seed} …", flush=True)
    with running(redis_of_our_own()) as redis:
        prepare()
        import django

        django.setup()
        from django.db import connection

        _wait_for_redis()
        manage("make_site")
        empty()
        findings = _killed_while_counting(free_port(), hits, random.Random(seed))
        empty()
        findings |= _redis_killed(free_port(), redis)
        empty()
        connection.close()
    print()
    for finding, holds in findings.items():
        print(f"  {'yes' if holds else 'NO ':<4} {finding}")
    return 0 if all(findings.values()) else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lederweb.settings.production")
    given = [int(argument) for argument in sys.argv[1:3]]
    try:
        sys.exit(run(*given[:1] or [HITS], *given[1:] or [random.randrange(10**6)]))
    except SiteFailed as error:
        sys.exit(str(error))
