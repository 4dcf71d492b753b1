"""Web servers' logs become a series of their own, exactly and once."""

from __future__ import annotations

import datetime as dt
import errno
import gzip
import io
import os
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from analytics.importing.log_lines import LeftOut, LogHit, Reader
from analytics.models import DailyTotal, ImportedFile, ImportedSource, MonthlyTotal
from analytics.services.delete_source import delete_source
from analytics.services.import_logs import CannotImport, Outcome, import_logs
from lederweb.lib.periods import COPENHAGEN, Month

pytestmark = pytest.mark.django_db

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/16.5 Mobile/15E148 Safari/604.1"
)
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
MARCH = Month(2016, 3)
NOON = dt.datetime(2016, 3, 10, 12, tzinfo=COPENHAGEN)


def line(
    path: str = "/artikler/x/",
    *,
    at: dt.datetime = NOON,
    address: str = "192.0.2.1",
    agent: str | None = CHROME,
    status: int = 200,
    method: str = "GET",
    referrer: str = "-",
) -> str:
    written = f'{address} - - [{at:%d/%b/%Y:%H:%M:%S %z}] "{method} {path} HTTP/1.1" {status} 512'
    return written if agent is None else f'{written} "{referrer}" "{agent}"'


def log(folder: Path, lines: Iterable[str], name: str = "access.log") -> Path:
    file = folder / name
    content = "".join(f"{one}\n" for one in lines).encode()
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return file


def take(*files: Path, source: str = "Gammel server", **options: object) -> Outcome:
    return import_logs(source_name=source, paths=files, **options)  # type: ignore[arg-type]


def month(metric: str, of: Month = MARCH, source: str = "Gammel server") -> int:
    series = ImportedSource.objects.get(name=source).series
    return MonthlyTotal.objects.total(metric, of.first_day, of.first_day, series=series)


def read(text: str) -> LogHit | LeftOut | None:
    return Reader(b"key", "lederweb.dk").read(text.encode())


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (line(method="POST"), LeftOut.METHOD),
        (line(method="HEAD"), LeftOut.METHOD),
        (line(status=301), LeftOut.STATUS),
        (line(status=404), LeftOut.STATUS),
        (line("/stil.css?v=2"), LeftOut.STATIC),
        (line("/billede.JPG"), LeftOut.STATIC),
        (line("/admin/pages/"), LeftOut.INSIDE),
        (line(agent=GOOGLEBOT), LeftOut.BOT),
        (line(agent="-"), LeftOut.BOT),
        ("not a line of a log", None),
        (line().replace("10/Mar", "31/Feb"), None),
        (line().replace("10/Mar/2016", "31/Dec/9999"), None),
        (line().replace("10/Mar/2016", "01/Jan/0001"), None),
        (line().replace("GET /artikler/x/ HTTP/1.1", "\\x16\\x03"), None),
    ],
)
def test_what_counts_nothing_has_its_reason(given: str, why: LeftOut | None) -> None:
    assert read(given) == why


def test_a_line_is_a_page_view_or_a_download_with_where_it_came_from() -> None:
    found = read(line(referrer="https://www.google.dk/", agent=IPHONE))
    assert isinstance(found, LogHit)
    assert (found.referrer, found.device, found.day) == ("search", "phone", dt.date(2016, 3, 10))
    assert read(line(referrer="https://www.lederweb.dk/om/")).referrer == "internal"  # type: ignore[union-attr]
    assert read(line("/x?utm_source=nyhedsbrev")).referrer == "newsletter"  # type: ignore[union-attr]
    document, again = read(line("/dok/a.pdf")), read(line("/dok/b.pdf", status=206))
    assert isinstance(document, LogHit)
    assert isinstance(again, LogHit)
    assert document.kind == again.kind == 1
    assert document.document != again.document
    assert isinstance(read(f"www.lederweb.dk:443 {line()}"), LogHit)
    assert isinstance(read(line(address="2001:db8::1")), LogHit)
    assert isinstance(read(line(agent=None)), LogHit)  # the common format


def test_a_reader_with_the_browser_of_the_time_counts() -> None:
    """In 2013 most of a town hall read with Internet Explorer; nobody does today."""
    explorer = "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; WOW64; Trident/5.0)"
    assert isinstance(read(line(agent=explorer, at=NOON.replace(year=2013))), LogHit)
    assert read(line(agent=explorer, at=NOON.replace(year=2025))) == LeftOut.BOT


def test_one_household_is_one_visitor_and_a_day_is_danish() -> None:
    first, second = (read(line(address=f"2001:db8::{end}")) for end in (1, 2))
    assert first.visitor == second.visitor  # type: ignore[union-attr]
    late = read('192.0.2.1 - - [31/Mar/2016:23:30:00 +0000] "GET / HTTP/1.0" 200 1')
    assert late.day == dt.date(2016, 4, 1)  # type: ignore[union-attr]


def test_counts_as_a_recount_in_plain_python_does(tmp_path: Path) -> None:
    seed = random.randrange(10_000)
    print(f"seed {seed}")
    chance = random.Random(seed)
    hits = sorted(
        (
            NOON + dt.timedelta(seconds=chance.randrange(40 * 86_400)),
            f"192.0.2.{chance.randrange(12)}",
        )
        for _ in range(600)
    )
    take(log(tmp_path, (line(at=at, address=who) for at, who in hits)))
    for of in (Month(2016, 3), Month(2016, 4)):
        mine = [(at, who) for at, who in hits if Month.of(at) == of]
        last: dict[str, dt.datetime] = {}
        visits = 0
        for at, who in mine:
            visits += who not in last or at - last[who] >= dt.timedelta(minutes=30)
            last[who] = at
        assert month("page_views", of) == len(mine)
        assert month("visits", of) == visits
        assert month("visitors", of) == len(last)
    days = DailyTotal.objects.filter(metric="visits", dimension="site")
    assert sum(days.values_list("value", flat=True)) == month("visits") + month(
        "visits", Month(2016, 4)
    )


def test_a_document_fetched_twice_within_half_a_minute_is_one_download(tmp_path: Path) -> None:
    seconds = (0, 20, 55)
    take(
        log(
            tmp_path,
            [line("/a.pdf", at=NOON + dt.timedelta(seconds=more)) for more in seconds],
        )
    )
    assert month("downloads") == 2


def test_running_it_again_doubles_nothing_nor_does_the_packed_copy(tmp_path: Path) -> None:
    lines = [line(), line(address="192.0.2.2")]
    plain, packed = log(tmp_path, lines), log(tmp_path, lines, "access.log.1.gz")
    take(plain)
    again = take(plain, packed)
    assert [path.name for path in again.known] == ["access.log", "access.log.1.gz"]
    assert month("page_views") == 2
    assert ImportedFile.objects.count() == 1
    take(packed, source="En anden server")
    assert month("page_views", source="En anden server") == 2


def test_lines_that_two_files_share_count_once_and_equal_lines_of_one_file_count_each(
    tmp_path: Path,
) -> None:
    twice = [line(), line(), line(at=NOON + dt.timedelta(minutes=1))]
    later = [*twice, line(at=NOON + dt.timedelta(minutes=2))]
    outcome = take(log(tmp_path, twice, "a.log"), log(tmp_path, later, "b.log"))
    assert outcome.twice == 3
    assert month("page_views") == 4


def test_a_month_that_is_there_is_refused_or_counted_anew_never_added_to(tmp_path: Path) -> None:
    first = log(tmp_path, [line()], "a.log")
    second = log(tmp_path, [line(at=NOON + dt.timedelta(days=1))], "b.log")
    take(first)
    with pytest.raises(CannotImport, match="marts 2016"):
        take(second)
    assert month("page_views") == 1
    assert ImportedFile.objects.count() == 1
    take(first, second, replace=True)
    assert (month("page_views"), month("visitors")) == (2, 1)
    take(log(tmp_path, [line(at=NOON + dt.timedelta(days=40))], "c.log"))
    assert month("page_views", Month(2016, 4)) == 1


def test_it_stands_apart_from_our_own_numbers_and_can_be_taken_back(tmp_path: Path) -> None:
    own = MonthlyTotal.objects.create(
        month=dt.date(2016, 3, 1),
        metric="visits",
        dimension="site",
        value=7,
        definition_version=1,
    )
    take(log(tmp_path, [line()]))
    assert MonthlyTotal.objects.total("visits", own.month, own.month) == 7
    delete_source(source_id=ImportedSource.objects.get().pk)
    assert list(MonthlyTotal.objects.all()) == [own]
    assert not DailyTotal.objects.exists()
    assert not ImportedFile.objects.exists()


def test_lines_that_cannot_be_read_are_counted_and_kept_aside(tmp_path: Path) -> None:
    aside = io.BytesIO()
    long = "x" * 20_000
    outcome = take(log(tmp_path, [line(), "halvt", long]), unreadable_to=aside)
    assert outcome.read[0].unreadable == 3  # the long one in two pieces
    assert aside.getvalue().startswith(b"halvt\n")
    with pytest.raises(CannotImport):
        take(log(tmp_path, ["intet", "her"], "ingen.log"), source="Ingen")
    assert not ImportedSource.objects.filter(name="Ingen").exists()


def test_a_damaged_packed_file_imports_nothing(tmp_path: Path) -> None:
    whole = log(tmp_path, [line(at=NOON + dt.timedelta(hours=n)) for n in range(50)], "a.log.gz")
    whole.write_bytes(whole.read_bytes()[:-30])
    with pytest.raises(CannotImport):
        take(whole)
    assert not MonthlyTotal.objects.exists()


def test_a_file_damaged_anywhere_imports_nothing_and_says_so(tmp_path: Path) -> None:
    lines = (line(f"/{n * n % 977}/", at=NOON + dt.timedelta(minutes=n)) for n in range(500))
    whole = log(tmp_path, lines, "a.log.gz").read_bytes()
    for seed in range(40):
        chance = random.Random(seed)
        damaged = bytearray(whole)
        for _ in range(5):
            damaged[chance.randrange(20, len(whole) - 8)] = chance.randrange(256)
        (tmp_path / "b.log.gz").write_bytes(damaged)
        with pytest.raises(CannotImport):
            take(tmp_path / "b.log.gz")
    assert not MonthlyTotal.objects.exists()


def test_what_was_replaced_can_be_imported_again(tmp_path: Path) -> None:
    first = log(tmp_path, [line()], "a.log")
    second = log(tmp_path, [line(at=NOON + dt.timedelta(days=1))] * 2, "b.log")
    both = log(tmp_path, [line(), line(at=NOON + dt.timedelta(days=40))], "c.log")
    take(first)
    take(second, replace=True)
    assert [file.name for file in ImportedFile.objects.all()] == ["b.log"]
    take(first, replace=True)
    assert [file.name for file in ImportedFile.objects.all()] == ["a.log"]
    assert month("page_views") == 1
    take(both, replace=True)
    with pytest.raises(CannotImport, match=r"c\.log"):
        take(first, replace=True)
    assert month("page_views", Month(2016, 4)) == 1


def test_no_address_is_left_in_the_database(tmp_path: Path) -> None:
    take(log(tmp_path, [line(address="203.0.113.77")]))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' "
            "AND table_name LIKE 'analytics%'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} AS t WHERE t::text LIKE '%203.0.113.77%'")
            assert cursor.fetchone() == (0,), table


def test_the_command_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    file = log(tmp_path, [line(), line(agent=GOOGLEBOT), "x"])
    aside = tmp_path / "aside.log"
    for _ in range(2):
        call_command("import_logs", file, source="Gammel server", unreadable=aside)
    told = capsys.readouterr().out
    assert "3 lines, 1 counted" in told
    assert "left out: 1: search engines and other programs" in told
    assert "could not be read: 1" in told
    assert "imported before" in told
    assert aside.read_bytes() == b"x\n"  # the second run found nothing to keep aside
    with pytest.raises(CommandError, match="--unreadable"):
        call_command("import_logs", file, source="Ny", unreadable=tmp_path / "none" / "x.log")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.log", "There is no file .*none.log;"),
        ("folder", "folder is a folder: name the files in it"),
        ("cut.log.gz", "cut.log.gz is packed, and damaged or cut off;"),
        ("no-gzip.log.gz", "no-gzip.log.gz is packed, and damaged or cut off;"),
        ("closed.log", "This account may not read .*closed.log;"),
        ("broken.log", r"broken.log cannot be read \(Input/output error\);"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_and_nothing_is_lost(
    tmp_path: Path, name: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = log(tmp_path, [line(), "x"])
    aside = tmp_path / "aside.log"
    aside.write_text("kept by an earlier run")
    (tmp_path / "folder").mkdir()
    whole = log(tmp_path, [line()] * 50, "cut.log.gz")
    whole.write_bytes(whole.read_bytes()[:-9])
    (tmp_path / "no-gzip.log.gz").write_bytes(b"\x1f\x8bnot what it says")
    for number, refused in ((errno.EACCES, "closed.log"), (errno.EIO, "broken.log")):
        (tmp_path / refused).touch()
        _refuse_to_open(monkeypatch, refused, OSError(number, os.strerror(number)))
    with pytest.raises(CommandError, match=said) as failed:
        call_command("import_logs", good, tmp_path / name, source="Ny", unreadable=aside)
    assert "othing was imported." in str(failed.value)
    assert failed.value.returncode == 1
    assert not ImportedSource.objects.exists()
    assert aside.read_text() == "kept by an earlier run"
    assert not list(tmp_path.glob(".unreadable-*"))


def _refuse_to_open(monkeypatch: pytest.MonkeyPatch, name: str, error: OSError) -> None:
    """As a disk or its rights do; whoever runs the tests may be allowed to read everything."""
    opened = Path.open

    def open_(path: Path, *args: Any, **options: Any) -> Any:
        if path.name == name:
            raise error
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", open_)


def test_what_is_read_is_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever mends the lines that were kept aside gives that file, without naming another."""
    monkeypatch.chdir(tmp_path)
    kept = log(tmp_path, [line()], "unreadable-lines.log")
    with pytest.raises(CommandError, match="needs another name: --unreadable"):
        call_command("import_logs", "unreadable-lines.log", source="Ny")
    assert kept.stat().st_size
