"""Reading a PDF from anywhere, in a process that may die of it.

    python read_pdf.py FILE PICTURE

writes one line of JSON: {"pages", "is_tagged", "title", "language", "text"} or {"fault"}, and the first page as a JPEG
in PICTURE. It imports nothing of the project. Bombs meet the limits of memory and processor time
that the process sets for itself; whoever started it takes its death for the fault "heavy".
"""

from __future__ import annotations

import ctypes
import json
import resource
import sys
import time

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_GetLastError, FPDFCatalog_GetLanguage

MEMORY = 1_200_000_000  # bytes of address space
SECONDS = 30  # of processor time
TEXT_SECONDS = 15
MOST_PAGES = 600  # whose text is read
MOST_CHARACTERS = 300_000  # a little more than is searched
WIDTH, TALLEST = 1200, 2400  # pixels of the first page
# A PDF may have something before its first line (ISO 32000-1, Annex H, note 13).
_LOOKED_AT = 1024


def main(source: str, picture: str) -> dict[str, object]:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open(source, "rb") as file:
        start = file.read(_LOOKED_AT)
    if not start:
        return {"fault": "empty"}
    if b"%PDF-" not in start:
        return {"fault": "other"}
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError:
        locked = FPDF_GetLastError() == FPDF_ERR_PASSWORD
        return {"fault": "locked" if locked else "broken"}
    if not len(document):
        return {"fault": "broken"}
    try:
        draw_first_page(document, picture)
    except pypdfium2.PdfiumError:
        return {"fault": "broken"}
    return {
        "pages": len(document),
        "is_tagged": bool(document.is_tagged()),
        "title": str(document.get_metadata_dict().get("Title", "")).strip()[:300],
        "language": language_of(document),
        "text": text_of(document),
    }


def draw_first_page(document: pypdfium2.PdfDocument, picture: str) -> None:
    page = document[0]
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), TALLEST / max(height, 1))
    page.render(scale=scale).to_pil().convert("RGB").save(picture, "JPEG", quality=88)


def language_of(document: pypdfium2.PdfDocument) -> str:
    """The language that the document says it is in (ISO 32000-1, 14.9.2); empty if it says none."""
    size = FPDFCatalog_GetLanguage(document, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    FPDFCatalog_GetLanguage(document, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()[:40]


def text_of(document: pypdfium2.PdfDocument) -> str:
    """The words of the pages, as far as the limits go. A page that cannot be read is left out."""
    until = time.monotonic() + TEXT_SECONDS
    pages: list[str] = []
    left = MOST_CHARACTERS
    for number in range(min(len(document), MOST_PAGES)):
        if left <= 0 or time.monotonic() > until:
            break
        try:
            words = document[number].get_textpage()
            text = words.get_text_range(0, min(left, words.count_chars()))
        except pypdfium2.PdfiumError:
            continue
        # U+FFFE is where PDFium found a word divided at the end of a line.
        text = text.replace("\ufffe\r\n", "").replace("\ufffe", "").replace("\0", " ")
        pages.append("\n".join(line.strip() for line in text.splitlines() if line.strip()))
        left -= len(text)
    return "\n".join(page for page in pages if page)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
