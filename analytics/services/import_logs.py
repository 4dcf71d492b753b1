"""Web servers' logs into a series of their own."""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from analytics.importing import staging
from analytics.importing.log_lines import LeftOut, Reader
from analytics.models import DailyTotal, ImportedFile, ImportedSource, MonthlyTotal
from lederweb.lib.periods import Month, months_between

_GZIP = b"\x1f\x8b"
_LONGEST_LINE = 16_384  # bytes; browsers and servers stay below
_BLOCK = 1 << 20
_TELL_EVERY = 100_000  # lines


class CannotImport(Exception):
    """Nothing was imported; the text says why and what to do."""


@dataclass
class ReadFile:
    """What was found in one file."""

    path: Path
    fingerprint: str
    size: int  # bytes, as it lies there
    lines: int = 0
    counted: int = 0
    unreadable: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    days: list[Any] = field(default_factory=list)


@dataclass
class Outcome:
    source: ImportedSource
    read: list[ReadFile]
    known: list[Path]
    twice: int
    months: list[Month]


def import_logs(
    *,
    source_name: str,
    paths: Sequence[Path],
    host: str = "",
    replace: bool = False,
    unreadable_to: IO[bytes] | None = None,
    progress: Callable[[int, float], None] = lambda lines, share: None,
) -> Outcome:
    """Count the lines of logs (common or combined format, plain or gzip) as a source's series.

    Files that the source has are passed over; lines that several of the files hold count once.
    Months that the source has already are refused, since their visitors cannot be added up, or
    counted anew from these files alone with `replace`, which forgets what they held before. Lines
    that cannot be read are written to `unreadable_to`. `progress` is told the lines so far and the share of bytes read, 0 to 1.
    All in one transaction. Raises CannotImport, and OSError when `unreadable_to` does.
    """
    files = [_found(path) for path in paths]
    with transaction.atomic():
        source = _source(source_name)
        standing = set(source.files.values_list("fingerprint", flat=True))
        known = [] if replace else [file for file in files if file.fingerprint in standing]
        fresh = {
            file.fingerprint: file for file in files if replace or file.fingerprint not in standing
        }
        reading = list(fresh.values())
        reader = Reader(secrets.token_bytes(32), host)
        with staging.staged(files=len(reading)) as writer:
            _read(reading, reader, writer, unreadable_to, progress)
        if reading and not any(file.counted or file.left_out for file in reading):
            raise CannotImport(
                _("No line could be read. Is it a log in the common or the combined format?")
            )
        twice = staging.drop_twice() if len(reading) > 1 else 0
        months = [Month.of(day) for day in staging.months_staged()]
        _make_room(source, months, replace)
        if replace:
            _forget_replaced(source, months, fresh.keys())
        staging.write_totals(source.series)
        for file in reading:
            _note(source, file)
    return Outcome(source, reading, [file.path for file in known], twice, months)


def _source(name: str) -> ImportedSource:
    kind = ImportedSource.Kind.LOG
    source, _is_new = ImportedSource.objects.select_for_update().get_or_create(
        name=name, defaults={"kind": kind}
    )
    if source.kind != kind:
        raise CannotImport(
            _("“%(name)s” is a source of another kind. Give the logs a name of their own.")
            % {"name": name}
        )
    return source


def _make_room(source: ImportedSource, months: list[Month], replace: bool) -> None:
    first_days = [month.first_day for month in months]
    standing = MonthlyTotal.objects.filter(series=source.series, month__in=first_days)
    if not replace:
        taken = sorted(set(standing.values_list("month", flat=True)))
        if taken:
            raise CannotImport(
                _(
                    "“%(name)s” already has numbers of %(months)s. Visitors cannot be added up: "
                    "give all files of these months at once, with --replace."
                )
                % {
                    "name": source.name,
                    "months": ", ".join(Month.of(day).name for day in taken),
                }
            )
    standing.delete()
    for month in months:
        DailyTotal.objects.within(month.first_day, month.last_day, series=source.series).delete()


def _forget_replaced(source: ImportedSource, months: list[Month], given: Collection[str]) -> None:
    """Of files whose months are now counted from others, nothing counts any more."""
    for file in source.files.exclude(fingerprint__in=given):
        if file.first_day is None or file.last_day is None:
            continue  # nothing of it counted
        of_file = set(months_between(Month.of(file.first_day), Month.of(file.last_day)))
        if of_file <= set(months):
            file.delete()
        elif of_file & set(months):
            raise CannotImport(
                _(
                    "“%(file)s” was imported before and holds other months as well. Give it again "
                    "with these files, or take the source’s numbers back first."
                )
                % {"file": file.name}
            )


def _read(
    files: list[ReadFile],
    reader: Reader,
    writer: staging.Writer,
    unreadable_to: IO[bytes] | None,
    progress: Callable[[int, float], None],
) -> None:
    whole = sum(file.size for file in files) or 1
    before = lines = 0
    for number, file in enumerate(files):
        writer.file = number
        days = set()
        with _opened(file.path) as packed:
            for line in _lines(file.path, packed):
                file.lines += 1
                found = reader.read(line)
                if found is None:
                    file.unreadable += 1
                    if unreadable_to is not None:
                        unreadable_to.write(line.rstrip(b"\r\n") + b"\n")
                elif isinstance(found, LeftOut):
                    file.left_out[found.value] += 1
                else:
                    file.counted += 1
                    days.add(found.day)
                    writer.write(found, line)
                if (lines := lines + 1) % _TELL_EVERY == 0:
                    progress(lines, (before + packed.tell()) / whole)
        before += file.size
        file.days = sorted(days)
    if unreadable_to is not None:
        unreadable_to.flush()
    progress(lines, 1.0)


def _note(source: ImportedSource, file: ReadFile) -> None:
    ImportedFile.objects.update_or_create(
        source=source,
        fingerprint=file.fingerprint,
        defaults={
            "name": file.path.name[:200],
            "lines": file.lines,
            "counted": file.counted,
            "left_out": dict(file.left_out),
            "unreadable": file.unreadable,
            "first_day": file.days[0] if file.days else None,
            "last_day": file.days[-1] if file.days else None,
        },
    )


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    is_packed = file.read(2) == _GZIP
    file.seek(0)
    return gzip.GzipFile(fileobj=file) if is_packed else file  # type: ignore[return-value]


def _lines(path: Path, packed: IO[bytes]) -> Iterator[bytes]:
    """Lines that are not empty; of one that never ends, pieces that fit into memory."""
    try:
        file = _unpacked(packed)
        while line := file.readline(_LONGEST_LINE):
            if line.strip():
                yield line
    except (EOFError, OSError, zlib.error) as error:
        raise _cannot_read(path, error) from error


def _found(path: Path) -> ReadFile:
    """With the fingerprint of what is in the file: a log and its packed copy are the same."""
    digest = hashlib.sha256()
    with _opened(path) as packed:
        try:
            file = _unpacked(packed)
            while block := file.read(_BLOCK):
                digest.update(block)
            return ReadFile(path, digest.hexdigest(), packed.seek(0, os.SEEK_END))
        except (EOFError, OSError, zlib.error) as error:
            raise _cannot_read(path, error) from error


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise _cannot_read(path, error) from error


def _cannot_read(path: Path, error: Exception) -> CannotImport:
    if isinstance(error, FileNotFoundError):
        text = _("There is no file %(file)s; nothing was imported.")
    elif isinstance(error, IsADirectoryError):
        text = _("%(file)s is a folder: name the files in it. Nothing was imported.")
    elif isinstance(error, PermissionError):
        text = _("This account may not read %(file)s; nothing was imported.")
    elif isinstance(error, OSError) and error.errno is not None:
        text = _("%(file)s cannot be read (%(error)s); nothing was imported.")
        return CannotImport(text % {"file": path, "error": error.strerror})
    else:  # of gzip
        text = _("%(file)s is packed, and damaged or cut off; nothing was imported.")
    return CannotImport(text % {"file": path})
