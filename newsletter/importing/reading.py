"""The rows of a CSV or XLSX file, whoever wrote it, and a sentence where it is neither.

Read row by row, so that memory does not grow with the file (promise S6).
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
import zipfile
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple

from django.utils.translation import gettext as _

MOST_BYTES = 20 * 1024 * 1024
# An XLSX file is packed: so much of it may come out.
MOST_UNPACKED = 200 * 1024 * 1024
# The texts of an XLSX file are held in memory, all at once.
MOST_TEXTS = 40 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 60
LONGEST_CELL = 4000
# A remark may hold line breaks. What is longer was never closed with its quotation mark.
MOST_LINES = 20

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_TEXTS = "xl/sharedStrings.xml"
# Excel's own way to say what stands between the cells.
_DELIMITER_LINE = re.compile(r"sep=([;,\t|])", re.IGNORECASE)


class NotAList(Exception):
    """The file as a whole cannot be read; the text says why and what to do."""


class Row(NamedTuple):
    """A row and the line it begins in. `problem`: why its cells are not known, in words."""

    line: int
    cells: list[str]
    problem: str = ""


Rows = Iterator[Row]


def check_size(size: int) -> None:
    """Raises NotAList."""
    if size > MOST_BYTES:
        raise NotAList(
            _("The file is %(size)d MB; at most %(most)d MB can be read. Split it.")
            % {"size": size // 1024 // 1024, "most": MOST_BYTES // 1024 // 1024}
        )


@contextmanager
def rows_of(file: IO[bytes]) -> Iterator[Rows]:
    """The rows that hold anything, each with its line in the file, the header first.

    Each line of the file is in one of them, also where its quotation marks do not fit together.
    The file may be read twice from its beginning. Raises NotAList, also while reading.
    """
    file.seek(0)
    start = file.read(4096)
    if not start.strip():
        raise NotAList(_("The file is empty."))
    if start.startswith(_OLD_EXCEL):
        raise NotAList(_("This is an old Excel file. Save it as .xlsx or CSV and try again."))
    if start.startswith(_ZIP):
        with _sheet(file) as rows:
            yield _counted(rows)
    else:
        csv_rows = _csv_rows(file, start)
        try:
            yield _counted(csv_rows)
        finally:
            csv_rows.close()  # while the file is open, also where reading stopped half-way


def _counted(rows: Rows) -> Rows:
    found = 0
    for row in rows:
        if not any(row.cells):
            continue
        found += 1
        if found > MOST_ROWS + 1:
            raise NotAList(
                _("The file has more than %(most)d rows. Split it.") % {"most": MOST_ROWS}
            )
        yield row._replace(cells=[cell[:LONGEST_CELL] for cell in row.cells[:MOST_COLUMNS]])


# --- CSV -----------------------------------------------------------------------------------------
def _csv_rows(file: IO[bytes], start: bytes) -> Generator[Row]:
    encoding = _encoding_of(file, start)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        first = text.readline(100_000)
        told = _DELIMITER_LINE.fullmatch(first.strip())
        if not told:
            text.seek(0)
        delimiter = told[1] if told else max(";,\t", key=first.count)
        lines = _Lines(text, first=2 if told else 1)
        # Strict: a quotation mark that fits nothing is told, instead of guessed at.
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        width = 0
        while True:
            lines.begin_row()
            try:
                cells = [cell.strip() for cell in next(reader)]
                is_whole = len(lines.of_row) == 1 or not _swallows(cells, delimiter, width)
            except StopIteration:
                return
            except csv.Error:
                is_whole = False
            line = lines.row_begins
            if is_whole:
                width = width or len(cells)
                yield Row(line, cells)
            elif not width:
                raise NotAList(
                    _("Line %(line)d cannot be read as CSV. Is a quotation mark missing?")
                    % {"line": line}
                )
            else:
                # What a mark too many has joined are rows of their own, but for the first.
                cells = [cell.strip() for cell in lines.give_back().split(delimiter)]
                yield Row(line, cells, _("A quotation mark is missing in this line, or too many."))
    finally:
        text.detach()  # whoever opened the file closes it


class _Lines:
    """The lines of a file, of which those of a row can be read once more."""

    def __init__(self, text: Iterator[str], first: int) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self.of_row: list[str] = []
        self.row_begins = first

    def begin_row(self) -> None:
        self.row_begins += len(self.of_row)
        self.of_row = []

    def give_back(self) -> str:
        """Keeps only the first line of the row, and gives it."""
        first, *rest = self.of_row
        self._again.extendleft(reversed(rest))
        self.of_row = [first]
        return first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.of_row) >= MOST_LINES:
            raise csv.Error
        self.of_row.append(self._again.popleft() if self._again else next(self._text))
        return self.of_row[-1]


def _swallows(cells: list[str], delimiter: str, width: int) -> bool:
    """Whether a row of several lines looks as if a quotation mark had joined several rows.

    Then it has cells too many, or a cell holds a line with an address and more, or with as many
    cells as a row has. Remarks with line breaks are not like that.
    """
    if width and len(cells) > width:
        return True
    for cell in cells:
        first, *others = cell.splitlines() or [""]
        if any(
            "@" in line and (delimiter in line or (others and " " not in line))
            for line in (first, *others)
        ):
            return True
        if width > 1 and any(line.count(delimiter) >= width - 1 for line in others):
            return True
    return False


def _encoding_of(file: IO[bytes], start: bytes) -> str:
    """UTF-8 where all of it is, else what an older Excel writes. Raises NotAList."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"  # Excel's "Unicode text"
    if b"\0" in start or start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"{\\rtf", b"<")):
        raise NotAList(_("This is neither CSV nor XLSX. Save the list as one of them."))
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    file.seek(0)
    try:
        while block := file.read(1 << 20):
            if b"\0" in block:
                raise NotAList(_("This is neither CSV nor XLSX. Save the list as one of them."))
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


# --- XLSX ----------------------------------------------------------------------------------------
@contextmanager
def _sheet(file: IO[bytes]) -> Iterator[Rows]:
    """The rows of the first sheet."""
    # Loaded when used: most processes never need its 5 MB.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = _("The Excel file is damaged. Open it, save it anew and try again.")
    try:
        with zipfile.ZipFile(file) as parts:
            sizes = {part.filename: part.file_size for part in parts.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise NotAList(broken) from error
    if "[Content_Types].xml" not in sizes or not any(name.startswith("xl/") for name in sizes):
        raise NotAList(_("This is neither CSV nor XLSX. Save the list as one of them."))
    if sum(sizes.values()) > MOST_UNPACKED or sizes.get(_TEXTS, 0) > MOST_TEXTS:
        raise NotAList(_("The Excel file is too big when unpacked. Save the list as CSV."))
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, OSError, SyntaxError, TypeError) as error:
        raise NotAList(broken) from error
    try:
        yield _cells(book, broken)
    finally:
        book.close()


def _cells(book: Any, broken: str) -> Rows:
    if not book.worksheets:
        raise NotAList(_("There is no sheet in the Excel file."))
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file claims may be a million columns
    try:
        rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        for line, values in enumerate(rows, start=1):
            cells = [_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()  # each row is filled up to MOST_COLUMNS
            yield Row(line, cells)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError, TypeError) as error:
        raise NotAList(broken) from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
