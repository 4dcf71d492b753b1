"""A file of generated articles for the importer, as many as wanted and always the same.

They have links forwards and backwards, pictures that many share, a document, tables, quotes and
questions; a row in five hundred must be rejected.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

PICTURES = 40
BAD_EVERY = 500  # rows that must be rejected
FIRST_NUMBER = 500_000
WORDS = (
    "leder ledelse medarbejder trivsel samarbejde kerneopgave strategi forandring møde tillid "
    "borger kommune region institution opgave hverdag kollega samtale mål retning ansvar "
    "sygefravær mellemleder ledergruppe netværk afdeling udvikling kompetence frivillig dialog "
    "og i at det som en til på er af for ikke den med de der har vi kan hvis når du om skal"
).split()


def make_file(folder: Path, count: int) -> Path:
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
