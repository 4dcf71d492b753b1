"""Lists to import, and what becomes of them."""

from __future__ import annotations

import io

from openpyxl import Workbook

from newsletter.models import ImportRow, Subscriber, SubscriberImport
from newsletter.services import import_subscribers as importing
from newsletter.services.start_import import start

HEADER = "E-mail;Væksthus;Hyppighed;Samtykkedato;Ordlyd;Kilde"
PROOF = "01-03-2025;Ja tak til nyhedsbrevet;Væksthusdag 2025"
NOBODY = dict.fromkeys(ImportRow.Verdict.values, 0)


def read(content: str | bytes, name: str = "liste.csv", **more) -> SubscriberImport:
    data = content.encode() if isinstance(content, str) else content
    return importing.read_file(file=io.BytesIO(data), name=name, size=len(data), **more)


def take_in(content: str | bytes, **more) -> SubscriberImport:
    batch = read(content, **more)
    assert start(import_id=batch.pk)
    importing.run(import_id=batch.pk)
    batch.refresh_from_db()
    return batch


def table(*rows: str) -> str:
    return "\r\n".join([HEADER, *rows])


def states() -> dict[str, str]:
    return dict(Subscriber.objects.values_list("email", "state"))


def workbook(*rows: tuple) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
