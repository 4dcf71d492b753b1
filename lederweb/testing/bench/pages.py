"""Requests per second of front page, article and search, held against a bare answer.

Speeds are ratios to /healthz, measured in the same round, because absolute figures are the
machine's. Two servers run: one renders every page anew, one may use the page cache. What pages
share (menus, cards, lists) both keep in memory until something is published, as in production;
the queries of the very first rendering after that are counted and printed beside. Search keeps its
latest answers likewise, so a question that nobody asked before is measured as well, without limit.

A number of articles may be given, which are generated and imported first: ./dev bench pages 10000.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lederweb.testing import load
from lederweb.testing.articles import make_file
from lederweb.testing.site import SiteFailed, begin_anew, files, fill, free_port, manage, web

ROUNDS = 5
SECONDS = 1.5  # for one page in one round
CONNECTIONS = 4
BARE = "/healthz"
MOST_QUERIES = 12
LEAST_UNCACHED = 0.06  # of /healthz; Wagtail's own demonstration reaches 0.005 to 0.02
LEAST_CACHED = 0.6


@dataclass
class Target:
    name: str
    path: str
    queries: int = 0
    first: int = 0  # queries of the first rendering after something was published
    is_cached: bool = True  # whether the page cache may keep it
    least_uncached: float = LEAST_UNCACHED
    uncached: list[float] = field(default_factory=list)
    cached: list[float] = field(default_factory=list)


def _ask(port: int, path: str, seconds: float = SECONDS) -> float:
    """Requests per second, measured by a process of its own."""
    result = subprocess.run(
        [sys.executable, Path(load.__file__), str(port), path, str(seconds), str(CONNECTIONS)],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise SiteFailed(result.stderr.strip().splitlines()[-1])
    return float(json.loads(result.stdout)["per_second"])


def _count_queries(client: Any, path: str) -> tuple[int, int, bool]:
    """Queries of the first rendering after something was published, and of the next.

    Also whether the view lets the page cache keep it: search results, for one, are not kept.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lederweb.core.page_cache import forget_all

    client.get(path)  # what a process keeps for good, such as content types
    forget_all()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        if response.status_code != 200:
            raise SiteFailed(f"{path} answers {response.status_code}")
        counts.append(len(captured))
    return counts[0], counts[1], getattr(response, "page_cache", False)


def _paths() -> tuple[list[Target], dict[str, str]]:
    """The pages to measure, and one address of each page type for counting queries."""
    from wagtail.models import Page

    from publications.models import ArticlePage

    article = ArticlePage.objects.live().order_by("-sort_date", "pk").first()
    if article is None:
        raise SiteFailed("The demonstration has no article.")
    targets = [
        Target("front page", "/"),
        Target("article", article.url),
        Target("search", "/soeg/?q=ledelse"),
        # A kind that is none narrows nothing, and makes each question a new one.
        Target("new question", "/soeg/?q=ledelse&art={n}", least_uncached=0),
    ]
    kinds: dict[str, str] = {}
    for page in Page.objects.live().public().filter(depth__gt=1).order_by("pk").specific():
        if page.url:
            kinds.setdefault(type(page).__name__, page.url)
    return targets, kinds


def run(articles: int = 0) -> int:
    """Measure, print the table, and return 1 when a limit is missed."""
    os.environ["PAGE_CACHE_SECONDS"] = "0"
    print("Filling a site of its own …", flush=True)
    begin_anew()
    fill()
    if articles:
        print(f"Importing {articles} articles …", flush=True)
        manage("import_content", str(make_file(files() / "import", articles)))
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    targets, kinds = _paths()
    for target in targets:
        target.first, target.queries, target.is_cached = _count_queries(client, target.path)
    by_kind = {name: _count_queries(client, path)[:2] for name, path in sorted(kinds.items())}
    connection.close()

    bare = Target("bare", BARE)
    fresh, kept = free_port(), free_port()
    print(f"Measuring {ROUNDS} rounds …", flush=True)
    with web(fresh, PAGE_CACHE_SECONDS="0"), web(kept, PAGE_CACHE_SECONDS="600"):
        for target in (bare, *targets):
            for port in (fresh, kept):
                _ask(port, target.path, 0.5)
        for _ in range(ROUNDS):
            for target in (bare, *targets):
                target.uncached.append(_ask(fresh, target.path))
                target.cached.append(_ask(kept, target.path))
    return _report(bare, targets, by_kind)


def _ratio(values: list[float], bare: list[float]) -> float:
    """The median of the rounds' own ratios: what slows a round slows both its figures."""
    return statistics.median(value / base for value, base in zip(values, bare, strict=True))


def _report(bare: Target, targets: list[Target], by_kind: dict[str, tuple[int, int]]) -> int:
    missed: list[str] = []
    print()
    print(
        f"  {'':<12} {'queries':>8} {'uncached/s':>12} {'ratio':>7} {'cached/s':>10} {'ratio':>7}"
    )
    for target in (bare, *targets):
        uncached = _ratio(target.uncached, bare.uncached)
        cached = _ratio(target.cached, bare.cached)
        line = (
            f"  {target.name:<12} {target.queries:>8} {statistics.median(target.uncached):>12.0f}"
        )
        line += f" {uncached:>7.3f}"
        if target.is_cached:
            line += f" {statistics.median(target.cached):>10.0f} {cached:>7.2f}"
        print(line)
        if target is bare:
            continue
        if uncached < target.least_uncached:
            missed.append(f"{target.name} uncached: {uncached:.3f}, wanted {target.least_uncached}")
        if target.is_cached and cached < LEAST_CACHED:
            missed.append(f"{target.name} cached: {cached:.2f}, wanted {LEAST_CACHED}")
    print("\n  Queries by page type (the first time after publishing): ", end="")
    print(", ".join(f"{name} {count} ({first})" for name, (first, count) in by_kind.items()))
    counted = {name: count for name, (_first, count) in by_kind.items()}
    counted |= {target.name: target.queries for target in targets}
    missed += [
        f"{name}: {count} queries, wanted at most {MOST_QUERIES}"
        for name, count in counted.items()
        if count > MOST_QUERIES
    ]
    print(
        f"\n  Medians of {ROUNDS} interleaved rounds of {SECONDS} s with {CONNECTIONS} connections;"
        f" ratios are to {BARE} in the same round."
    )
    for line in missed:
        print(f"  Missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(run(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
    except SiteFailed as error:
        sys.exit(str(error))
