"""Import 10,000 generated articles, then the same file again: time, memory and rejects.

The generated file has links forwards and backwards, pictures that many share, a document, tables,
quotes, questions, and a row in five hundred that must be rejected. The number of articles may be
given: ./dev bench import 1000.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from lederweb.testing.site import ROOT, SiteFailed, files, fill

ARTICLES = 10_000
PICTURES = 40
BAD_EVERY = 500  # rows that must be rejected
MOST_SECONDS = 600  # for 10,000 articles
MOST_MEGABYTES = 500
MOST_AGAIN = 0.25  # of the first run's time
FIRST_NUMBER = 500_000
WORDS = (
    "leder ledelse medarbejder trivsel samarbejde kerneopgave strategi forandring møde tillid "
    "borger kommune region institution opgave hverdag kollega samtale mål retning ansvar "
    "sygefravær mellemleder ledergruppe netværk afdeling udvikling kompetence frivillig dialog "
    "og i at det som en til på er af for ikke den med de der har vi kan hvis når du om skal"
).split()


def make_file(folder: Path, count: int = ARTICLES) -> Path:
    """Write the file with its pictures; the same for the same count."""
    from PIL import Image

    chance = random.Random(count)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(PICTURES):
        colour = tuple(chance.randrange(256) for _ in range(3))
        Image.new("RGB", (640, 427), colour).save(folder / f"billede-{number}.jpg", "JPEG")
    (folder / "ark.pdf").write_bytes(b"%PDF-1.4\n% et ark\n%%EOF\n")
    file = folder / "artikler.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for number in range(count):
            lines.write(json.dumps(_article(number, count, chance), ensure_ascii=False) + "\n")
    return file


def _sentence(chance: random.Random, words: int = 14) -> str:
    text = " ".join(chance.choice(WORDS) for _ in range(words))
    return f"{text.capitalize()}."


def _paragraph(chance: random.Random) -> str:
    return "<p>" + " ".join(_sentence(chance) for _ in range(4)) + "</p>"


def _article(number: int, count: int, chance: random.Random) -> dict[str, Any]:
    other = FIRST_NUMBER + chance.randrange(count)
    html = [_paragraph(chance) for _ in range(3)]
    html.append("<h2>" + " ".join(chance.sample(WORDS, 4)).capitalize() + "</h2>")
    html.append(
        f'<p>Læs <a href="https://www.lederweb.dk/personale/artikel/{other}/ord">en anden</a> og '
        f"<strong>{chance.choice(WORDS)}</strong>. {_sentence(chance)}</p>"
    )
    html.append("<ul>" + "".join(f"<li>{_sentence(chance, 6)}</li>" for _ in range(4)) + "</ul>")
    if number % 3 == 0:
        picture = f"billede-{number % PICTURES}.jpg"
        html.append(f'<p><img src="{picture}" alt="En farvet flade"></p>')
    if number % 5 == 0:
        html.append(f"<blockquote>{_sentence(chance)}<cite>HR-chef</cite></blockquote>")
    if number % 7 == 0:
        html.append(
            "<table><tr><th>År</th><th>Antal</th></tr><tr><td>2016</td><td>80.952</td></tr></table>"
        )
    html += [_paragraph(chance) for _ in range(4)]
    html.append("<h3>Spørgsmål til ledelsen</h3><ol>")
    html.append("".join(f"<li>{_sentence(chance, 8)}</li>" for _ in range(3)) + "</ol>")
    old_id = FIRST_NUMBER + number
    return {
        "kind": "article" if (number + 1) % BAD_EVERY else "sang",
        "id": old_id,
        "addresses": [
            f"/personale/artikel/{old_id}/gamle-ord",
            f"/arkiv/{old_id}-{chance.choice(WORDS)}/",
        ],
        "title": f"{' '.join(chance.sample(WORDS, 5)).capitalize()} {number}",
        "lead": _sentence(chance, 18),
        "html": "".join(html),
        "published": f"{2005 + number % 13}-{1 + number % 12:02}-{1 + number % 28:02}",
        "tiers": [1 + number % 3],
        "tags": chance.sample(WORDS[:20], 3),
        "topics": ["personale"] if number % 2 else [],
        "picture": {"path": f"billede-{number % PICTURES}.jpg", "alt": "En farvet flade"},
        "files": [{"path": "ark.pdf", "title": "Arbejdsark"}] if number % 10 == 0 else [],
    }


def _run(file: Path) -> tuple[float, float, dict[str, int]]:
    """Seconds, peak megabytes and counts of one import in a process of its own."""
    code = (
        "import resource, sys\n"
        "from django.core.management import execute_from_command_line as run\n"
        "run(['manage.py', 'import_content', sys.argv[1]])\n"
        "print('KB', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    began = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-c", code, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - began
    if result.returncode:
        raise SiteFailed((result.stderr.strip() or "it said nothing").splitlines()[-1])
    told = next(line for line in result.stdout.splitlines() if "nye" in line)
    counts = re.findall(r"([\d.]+) (nye|ændret|uændret|overladt|afvist)", told)
    kilobytes = int(result.stdout.rsplit("KB ", 1)[1])
    return seconds, kilobytes / 1024, {name: int(n.replace(".", "")) for n, name in counts}


def _begin_anew() -> None:
    """Empty the database when an earlier bench has imported into it: every run begins alike."""
    import django

    django.setup()
    from django.db import connection

    if "content_importedpage" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    connection.close()


def run(count: int = ARTICLES) -> int:
    """Measure, print, and return 1 when a limit is missed."""
    print("Filling a site of its own …", flush=True)
    _begin_anew()
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
