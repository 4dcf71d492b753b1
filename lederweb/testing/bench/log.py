"""A real web server's log counted by GoAccess and by us, every difference counted and explained.

`./dev bench log access.log` takes a log in the common or the combined format, plain or packed; it
stays where it is. A third count, in plain Python, leads from what GoAccess says to what the import
says, one rule after the other. It must begin at theirs and end at ours, or the bench fails. Which
programs count as readers is a matter of lists, so the lists are held against each other as well.
Without GoAccess the third count stands alone beside ours.
"""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from lederweb.testing.site import SiteFailed, files, manage

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SOURCE = "The log of the bench"
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_DOCUMENTS = set("pdf doc docx xls xlsx ppt pptx odt ods odp epub rtf zip".split())
_PARTS_OF_PAGES = set(
    "css js mjs map json xml txt rss atom ico png jpg jpeg gif svg webp avif bmp xbm tif tiff woff "
    "woff2 ttf otf eot swf class mp3 mp4 mpa mpg mpv mpeg mpg m4a m4v mov avi wav oga ogg ogv webm "
    "webmanifest mpe".split()
)
_NAMED = 5  # agents of each list that the other does not have
_LONGEST = 88


class Line(NamedTuple):
    address: str
    date: str  # as the log writes it
    at: dt.datetime
    method: str
    ending: str  # of the file asked for: "pdf"
    path: str
    status: int
    agent: str | None  # the common format names none


def _parsed(text: str) -> Line | None:
    """The line taken apart at its brackets and quotation marks; None where it is none."""
    before, _bracket, rest = text.partition(" [")
    moment, _bracket, rest = rest.partition("] ")
    quoted = _QUOTED.findall(rest)
    after = rest.split('" ', 1)[-1].split()
    if not quoted or not after or not after[0].isdecimal():
        return None
    method, _space, rest = quoted[0].partition(" ")
    path = rest.removesuffix(f" {rest.rpartition(' ')[2]}" if " HTTP/" in rest else "")
    path = path.partition("?")[0]
    if not path:
        return None
    name = path.rpartition("/")[2]
    return Line(
        address=before.split()[0],
        date=moment.partition(":")[0],
        at=dt.datetime.strptime(moment, "%d/%b/%Y:%H:%M:%S %z"),
        method=method,
        ending=name.rpartition(".")[2].lower() if "." in name else "",
        path=path,
        status=int(after[0]),
        agent=quoted[2] if len(quoted) > 2 else None,
    )


def _is_answered(line: Line) -> bool:
    return line.status in ((200, 206) if line.ending in _DOCUMENTS else (200, 304))


def _is_program(line: Line) -> bool:
    return _is_program_named(line.agent, line.at.year)


def _is_program_named(agent: str | None, year: int) -> bool:
    from lederweb.lib.bots import is_bot

    return agent is not None and is_bot(agent.replace('\\"', '"'), year=year)


# What makes a request no page view, in the words of the import's own reasons.
RULES: tuple[tuple[str, str, Callable[[Line], bool]], ...] = (
    ("method", "only asked for, sent or tried (POST, HEAD …)", lambda line: line.method != "GET"),
    ("status", "answered with a redirect or an error", lambda line: not _is_answered(line)),
    ("static", "pictures, style sheets, feeds", lambda line: line.ending in _PARTS_OF_PAGES),
    (
        "inside",
        "the administration",
        lambda line: line.path.startswith(("/admin/", "/wp-admin/", "/umbraco/", "/sitecore/")),
    ),
    ("bot", "programs on our lists", _is_program),
)


def _goaccess(program: str, log: Path, *options: str, combined: bool) -> dict[str, Any]:
    report = files() / "goaccess.json"
    form = "COMBINED" if combined else "COMMON"
    # Old logs name some clients by host.
    fixed = [f"--log-format={form}", "--no-progress", "--no-ip-validation", "-o", str(report)]
    subprocess.run([program, str(log), *fixed, *options], capture_output=True, check=True)
    found: dict[str, Any] = json.loads(report.read_text(errors="replace"))
    return found


def _agents_of_goaccess(program: str, agents: Iterable[str]) -> set[str]:
    """The agents that GoAccess takes for programs: each asks for a page of its own, once."""
    numbered = list(agents)
    probe = files() / "agents.log"
    with probe.open("w", encoding="utf-8") as log:
        for number, agent in enumerate(numbered):
            log.write(
                '192.0.2.1 - - [01/Jan/2015:00:00:00 +0000] "GET /'
                f'{number}/ HTTP/1.1" 200 1 "-" "{agent}"\n'
            )
    options = ("--crawlers-only", "--max-items=100000")
    found = _goaccess(program, probe, *options, combined=True)
    rows = found.get("requests", {}).get("data", [])
    return {numbered[int(row["data"].strip("/"))] for row in rows}


def _chain(told: str, value: int, steps: Iterable[tuple[str, int]], end: str, ours: int) -> bool:
    """Print how `value` becomes `ours`; whether it really does."""
    print(f"\n  {value:>9,}  {told}")
    for words, less in steps:
        if less:
            print(f"  {-less:>9,}  {words}")
            value -= less
    print(f"  {value:>9,}  {end}; the import says {ours:,}")
    return value == ours


def _of_requests(lines: list[Line], outcome: Any, ours: dict[str, int]) -> tuple[bool, list[Line]]:
    left, steps, is_right = lines, [], True
    for reason, words, is_out in RULES:
        kept = [line for line in left if not is_out(line)]
        steps.append((words, len(left) - len(kept)))
        # Lines that name no page are no requests for GoAccess, and among "status" for us.
        if reason != "status":
            is_right &= outcome.left_out[reason] == len(left) - len(kept)
        left = kept
    pages = [line for line in left if line.ending not in _DOCUMENTS]
    steps.append(("documents, which are downloads", len(left) - len(pages)))
    told = "requests, as GoAccess counts them"
    is_right &= _chain(told, len(lines), steps, "page views", ours["page_views"])
    return is_right, pages


def _reader(line: Line) -> tuple[str, str | None]:
    return line.address, line.agent


def _months(lines: Iterable[Line]) -> set[tuple]:
    """Who came in which Danish month."""
    return {(f"{line.at.astimezone(COPENHAGEN):%Y-%m}", *_reader(line)) for line in lines}


def _household(who: tuple) -> tuple:
    """One household has a whole /64 of IPv6."""
    month, address, agent = who
    if ":" in address:
        address = str(ipaddress.ip_network((address, 64), strict=False))
    return month, address, agent


def _of_visitors(lines: list[Line], pages: list[Line], theirs: int, ours: dict[str, int]) -> bool:
    by_day = {(line.date, *_reader(line)) for line in lines if not 400 <= line.status < 500}
    by_month = _months(line for line in lines if not 400 <= line.status < 500)
    households = {_household(who) for who in by_month}
    people = {each for each in households if not _is_program_named(each[2], int(each[0][:4]))}
    readers = {_household(who) for who in _months(pages)}
    steps = [
        ("came on several days; a visitor of a month is one", len(by_day) - len(by_month)),
        ("share a household's addresses (IPv6)", len(by_month) - len(households)),
        ("programs on our lists", len(households) - len(people)),
        ("saw no page, only pictures, feeds, documents or redirects", len(people - readers)),
    ]
    told = "visitors, as GoAccess counts them: address and browser on each day"
    return _chain(told, theirs, steps, "visitors", ours["visitors"]) and len(by_day) == theirs


def _visits(pages: list[Line]) -> int:
    """Half an hour of silence ends one, and so does a month."""
    last: dict[tuple, dt.datetime] = {}
    visits = 0
    for line in sorted(pages, key=lambda line: line.at):
        who = _household(*_months([line]))
        visits += who not in last or line.at - last[who] >= dt.timedelta(minutes=30)
        last[who] = line.at
    return visits


def _hold_lists_together(program: str, lines: list[Line]) -> None:
    requests = Counter(line.agent for line in lines if line.agent is not None)
    theirs = _agents_of_goaccess(program, requests)
    year = lines[0].at.year
    ours = {agent for agent in requests if _is_program_named(agent, year)}
    print(
        f"\n  Programs: {sum(requests[agent] for agent in ours):,} requests by our lists, "
        f"{sum(requests[agent] for agent in theirs):,} by GoAccess's."
    )
    for words, only in (("only ours", ours - theirs), ("only GoAccess's", theirs - ours)):
        print(f"  {sum(requests[agent] for agent in only):>9,}  {words}, {len(only)} names:")
        for agent in sorted(only, key=lambda agent: -requests[agent])[:_NAMED]:
            print(f"  {requests[agent]:>15,}  {agent[:_LONGEST]}")


def _ours(series: str) -> dict[str, int]:
    from django.db.models import Sum

    from analytics.models import MonthlyTotal

    rows = MonthlyTotal.objects.filter(series=series, dimension="site")
    found = dict(rows.values_list("metric").annotate(total=Sum("value")))
    return {metric: found.get(metric, 0) for metric in ("page_views", "visits", "visitors")}


def run(given: Path) -> int:
    """Count, print, and return 1 where a difference is left without an explanation."""
    if not given.is_file():
        raise SiteFailed(f"There is no file {given}.")
    manage("migrate", "--no-input")
    import django

    django.setup()
    from django.db import connection

    from analytics.models import ImportedSource
    from analytics.services.delete_source import delete_source
    from analytics.services.import_logs import CannotImport, import_logs

    log = files() / "real.log"
    packed = given.read_bytes()
    log.write_bytes(gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed)
    for source in ImportedSource.objects.filter(name=SOURCE):
        delete_source(source_id=source.pk)
    try:
        outcome = import_logs(source_name=SOURCE, paths=[log])
    except CannotImport as error:
        raise SiteFailed(str(error)) from error
    ours = _ours(outcome.source.series)
    delete_source(source_id=outcome.source.pk)
    connection.close()

    parsed = [_parsed(text) for text in log.read_text(errors="replace").splitlines()]
    lines = [line for line in parsed if line is not None]
    read = outcome.read[0]
    print(f"{read.lines:,} lines; the import cannot read {read.unreadable:,}.")
    program = shutil.which("goaccess")
    theirs = {"valid_requests": len(lines), "unique_visitors": 0}
    combined = any(line.agent is not None for line in lines)
    if program:
        theirs = _goaccess(program, log, combined=combined)["general"]
    else:
        print("GoAccess is not installed: its numbers are taken from the third count.")
        theirs["unique_visitors"] = len(
            {(line.date, *_reader(line)) for line in lines if not 400 <= line.status < 500}
        )
    is_right, pages = _of_requests(lines, read, ours)
    is_right &= theirs["valid_requests"] == len(lines)
    is_right &= _of_visitors(lines, pages, theirs["unique_visitors"], ours)
    visits = _visits(pages)
    print(
        f"\n  {visits:>9,}  visits, which GoAccess does not count; the import says {ours['visits']:,}"
    )
    is_right &= visits == ours["visits"]
    if program and combined:
        _hold_lists_together(program, lines)
    log.unlink()
    right = "Every difference is explained." if program else "The third count says the same."
    print("\n  " + (right if is_right else "Missed: numbers differ."))
    return 0 if is_right else 1


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Which log? ./dev bench log access.log")
    try:
        sys.exit(run(Path(sys.argv[1])))
    except SiteFailed as error:
        sys.exit(str(error))
