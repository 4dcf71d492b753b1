"""Import 30,000 subscribers from CSV, the same again, and from XLSX: time, memory, what became.

A row in fifty stands twice, one in a hundred cannot be read, one in twenty has no proof of
consent. Another number may be given: ./dev bench subscribers 100000.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from lederweb.testing.site import SiteFailed, files, manage, measured

ROWS = 30_000
MOST_SECONDS = 60  # for 30,000 rows
MOST_MEGABYTES = 250
HEADER = ("E-mail", "Væksthus", "Hyppighed", "Samtykkedato", "Ordlyd", "Kilde", "Navn")
DOMAIN = "subscribers-bench.example"
WORDING = "Ja tak til Lederwebs nyhedsbrev, cirka en gang om ugen."


def rows(count: int, prefix: str) -> Iterator[tuple[str, ...]]:
    for number in range(count):
        address = f"{prefix}.{number - number % 50 if number % 50 == 1 else number}@{DOMAIN}"
        if number % 100 == 2:
            address = f"{prefix}.{number} at {DOMAIN}"
        given = "" if number % 20 == 3 else f"{1 + number % 28:02}-03-2025"
        tier = str(1 + number % 3)
        yield address, tier, "ugentlig", given, WORDING, "Kursusliste 2025", f"Læser {number}"


def make_csv(file: Path, count: int) -> None:
    with file.open("w", encoding="cp1252", newline="") as opened:
        writer = csv.writer(opened, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(rows(count, "csv"))


def make_xlsx(file: Path, count: int) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADER)
    for row in rows(count, "xlsx"):
        sheet.append(row)
    book.save(file)


def _run(file: Path) -> tuple[float, float, dict[str, int]]:
    """Seconds, peak megabytes and rows by verdict of one import."""
    done = measured("import_subscribers", str(file))
    told = re.findall(r"^ *([\d.]+)  (\w+)", done.said, re.MULTILINE)
    return done.seconds, done.megabytes, {word: int(n.replace(".", "")) for n, word in told}


def _begin_anew() -> None:
    """Every run begins with none of the bench's own subscribers."""
    import django

    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM newsletter_consent USING newsletter_subscriber s"
            " WHERE s.id = subscriber_id AND s.email LIKE %s",
            [f"%@{DOMAIN}"],
        )
        cursor.execute("DELETE FROM newsletter_subscriber WHERE email LIKE %s", [f"%@{DOMAIN}"])
        cursor.execute("VACUUM ANALYZE newsletter_subscriber")
    connection.close()


def run(count: int = ROWS) -> int:
    """Measure, print, and return 1 when a limit is missed."""
    print("Making a database of its own …", flush=True)
    manage("migrate", "--no-input")
    _begin_anew()
    folder = files() / "subscribers"
    folder.mkdir(parents=True, exist_ok=True)
    lists = {"CSV": folder / "liste.csv", "XLSX": folder / "liste.xlsx"}
    make_csv(lists["CSV"], count)
    make_xlsx(lists["XLSX"], count)
    print(f"Importing {count} rows …\n", flush=True)
    missed = []
    new = sum(1 for n in range(count) if n % 50 != 1 and n % 100 != 2 and n % 20 != 3)
    for name, file, wanted in (
        ("CSV", lists["CSV"], new),
        ("CSV again", lists["CSV"], 0),
        ("XLSX", lists["XLSX"], new),
    ):
        seconds, memory, told = _run(file)
        print(f"  {name:<10} {seconds:6.1f} s  {count / seconds:8.0f} rows a second", end="")
        print(f"  {memory:5.0f} MB  {told}", flush=True)
        if seconds > MOST_SECONDS * count / ROWS + 10:
            missed.append(f"{name}: {seconds:.0f} s; wanted at most {MOST_SECONDS} for {ROWS}")
        if memory > MOST_MEGABYTES:
            missed.append(f"{name}: {memory:.0f} MB; wanted at most {MOST_MEGABYTES}")
        if told.get("Ny", 0) != wanted:
            missed.append(f"{name}: {told.get('Ny', 0)} new; wanted {wanted}")
    print()
    for line in missed:
        print(f"  Missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
    except SiteFailed as error:
        sys.exit(str(error))
