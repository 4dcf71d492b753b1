"""Import 10,000 generated articles, then the same file again: time, memory and rejects.

The number of articles may be given: ./dev bench import 1000.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from lederweb.testing.articles import BAD_EVERY, make_file
from lederweb.testing.site import SiteFailed, begin_anew, files, fill, measured

ARTICLES = 10_000
MOST_SECONDS = 600  # for 10,000 articles
MOST_MEGABYTES = 500
MOST_AGAIN = 0.25  # of the first run's time


def _run(file: Path) -> tuple[float, float, dict[str, int]]:
    """Seconds, peak megabytes and counts of one import."""
    done = measured("import_content", str(file))
    told = next(line for line in done.said.splitlines() if "nye" in line)
    counts = re.findall(r"([\d.]+) (nye|ændret|uændret|overladt|afvist)", told)
    return done.seconds, done.megabytes, {name: int(n.replace(".", "")) for n, name in counts}


def run(count: int = ARTICLES) -> int:
    """Measure, print, and return 1 when a limit is missed."""
    print("Filling a site of its own …", flush=True)
    begin_anew()
    fill()
    file = make_file(files() / "import", count)
    print(f"Importing {count} articles …", flush=True)
    first, memory, counts = _run(file)
    print("Importing the same file again …", flush=True)
    again, memory_again, counts_again = _run(file)
    ratio = again / first
    print(f"\n  first run   {first:7.1f} s  {1000 * first / count:6.1f} ms an article", end="")
    print(f"  {memory:5.0f} MB  {counts}")
    print(f"  second run  {again:7.1f} s  {1000 * again / count:6.1f} ms an article", end="")
    print(f"  {memory_again:5.0f} MB  {counts_again}")
    print(f"  second/first {ratio:.2f}\n")
    bad = count // BAD_EVERY
    missed = []
    if first > MOST_SECONDS * count / ARTICLES + 10:
        missed.append(f"{first:.0f} s; wanted at most {MOST_SECONDS} for {ARTICLES} articles")
    if max(memory, memory_again) > MOST_MEGABYTES:
        missed.append(f"{max(memory, memory_again):.0f} MB; wanted at most {MOST_MEGABYTES}")
    if ratio > MOST_AGAIN and count >= ARTICLES:
        missed.append(f"second/first {ratio:.2f}; wanted at most {MOST_AGAIN}")
    if counts["nye"] != count - bad or counts["afvist"] != bad:
        missed.append(f"{counts}; wanted {count - bad} new and {bad} rejected")
    if counts_again["uændret"] != count - bad or counts_again["nye"]:
        missed.append(f"the second run wrote something: {counts_again}")
    for line in missed:
        print(f"  Missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(run(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES))
    except SiteFailed as error:
        sys.exit(str(error))
