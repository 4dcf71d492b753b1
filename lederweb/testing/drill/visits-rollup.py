"""Roll up while it is killed, run at once and given late hits; then count by hand (promise V2).

Also 100,000 made-up visitors: the running month's estimate against the exact count, and the closed
month against both. `./dev drill visits-rollup 1` gives the seed.
"""

from __future__ import annotations

import os
import random
import secrets
import sys
import time

from lederweb.testing.drill._visits import Killable, empty, running
from lederweb.testing.site import SiteFailed, manage

HITS = 2500
KILLS = 12
VISITORS = 100_000
WORST_ERROR = 0.03

ROLLER = """
import django
django.setup()
from analytics.services.roll_up import roll_up
while True:
    roll_up()
"""


def _late_killed_and_at_once(seed: int) -> dict[str, bool]:
    from analytics.models import ChangedDay, PageView
    from analytics.services.labels import labels_of
    from analytics.services.recount import recount
    from analytics.services.roll_up import roll_up
    from analytics.services.write_hits import mark_changed
    from analytics.tests.brute_force import differences
    from analytics.tests.readers import moment, random_hits, write
    from lederweb.lib.periods import Month

    chance = random.Random(seed)
    hits = random_hits(seed, moment("2026-09-27 00:00"), moment("2026-10-04 00:00"), HITS)
    command = [sys.executable, "-c", ROLLER]
    parts = [hits[start::KILLS] for start in range(KILLS)]  # every part has hits of every day
    with running(Killable(command)) as first, running(Killable(command)) as second:
        time.sleep(3)
        for part in parts:
            write(part)
            time.sleep(chance.uniform(0.05, 1.5))
            chance.choice([first, second]).kill_and_start()
    mark_changed(PageView.objects.values_list("day", flat=True).distinct())
    for _ in range(3):
        roll_up()
    wrong = differences(hits, labels_of({(hit.kind, hit.object_id or 0) for hit in hits}))
    print(f"  {len(hits)} hits in {KILLS} parts, {KILLS} kills; {len(wrong)} totals differ.")
    return {
        "every total equals a count by hand": not wrong,
        "a recount finds no difference": not recount(Month(2026, 9))
        and not recount(Month(2026, 10)),
        "no day is left to count": not ChangedDay.objects.exists(),
    }


def _many_visitors() -> dict[str, bool]:
    from django.db import connection

    from analytics.models import MonthlyTotal
    from analytics.services.close_months import close_months
    from analytics.services.partitions import make_partitions
    from analytics.services.roll_up import roll_up
    from analytics.services.write_hits import mark_changed
    from lederweb.lib.periods import Month

    month = Month(2026, 10)
    make_partitions([month])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO analytics_pageview (at, day, series, kind, visitor, path, referrer, "
            "campaign, device, language) "
            "SELECT day + interval '10 hours', day, 'own', 'view', "
            "decode(md5(%s || visitor), 'hex'), '/', 'direct', '', 'phone', 'da' "
            "FROM (SELECT visitor, date '2026-10-01' + (visitor * 7 + visit * 11) %% 31 AS day "
            "FROM generate_series(1, %s) visitor, generate_series(1, 3) visit) AS visits",
            [secrets.token_hex(8), VISITORS],
        )
    mark_changed(month.first_day.replace(day=number) for number in range(1, 32))
    roll_up()
    total = MonthlyTotal.objects.get(metric="visitors", dimension="site")
    error = abs(total.value - VISITORS) / VISITORS
    print(f"  {VISITORS} visitors: estimated {total.value}, {error:.2%} off", end="; ")
    close_months(now=month.ends_at.replace(day=4))
    closed = MonthlyTotal.objects.get(metric="visitors", dimension="site")
    print(f"closed: {closed.value}.")
    return {
        f"the running month's estimate is within {WORST_ERROR:.0%}": error <= WORST_ERROR
        and total.is_estimate,
        "the closed month is exact": closed.value == VISITORS and not closed.is_estimate,
    }


def run(seed: int) -> int:
    """Do it and print what was found; returns 1 when a promise was broken."""
    print(f"Rolling up, seed {seed} …", flush=True)
    manage("migrate", "--no-input")
    import django

    django.setup()
    from django.db import connection

    empty()
    findings = _late_killed_and_at_once(seed)
    empty()
    findings |= _many_visitors()
    empty()
    connection.close()
    print()
    for finding, holds in findings.items():
        print(f"  {'yes' if holds else 'NO ':<4} {finding}")
    return 0 if all(findings.values()) else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lederweb.settings.production")
    try:
        sys.exit(run(int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(10**6)))
    except SiteFailed as error:
        sys.exit(str(error))
