"""EPUB 3.3, written with zipfile: the format is a handful of XHTML files in a ZIP.

https://www.w3.org/TR/epub-33/ and https://www.w3.org/TR/epub-a11y-11/. No claim of conformance
to WCAG is made: such a claim names who evaluated the book.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from publications.press.book import Book
from publications.press.rich_text import Node
from publications.press.typeset import Made

_STYLE = Path(__file__).with_name("epub.css")
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
# What a reader can count on, in the words of schema.org.
_ACCESS = (
    *(("schema:accessMode", mode) for mode in ("textual", "visual")),
    ("schema:accessModeSufficient", "textual"),
    *(
        ("schema:accessibilityFeature", feature)
        for feature in (
            "alternativeText",
            "displayTransformability",
            "readingOrder",
            "structuralNavigation",
            "tableOfContents",
        )
    ),
    *(
        ("schema:accessibilityHazard", hazard)
        for hazard in ("noFlashingHazard", "noMotionSimulationHazard", "noSoundHazard")
    ),
)


def book_epub(book: Book, *, at: dt.datetime) -> Made:
    """The web edition as an EPUB. The same book at the same moment gives the same bytes."""
    parts = _parts(book)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        # First and stored as it is, so that the file can be known by its first bytes (4.2.2).
        _add(archive, "mimetype", b"application/epub+zip", at, zipfile.ZIP_STORED)
        _add(archive, "META-INF/container.xml", _CONTAINER.encode(), at)
        _add(archive, "EPUB/package.opf", _package(book, parts, at).encode(), at)
        _add(archive, "EPUB/nav.xhtml", _navigation(book, parts).encode(), at)
        _add(archive, "EPUB/style.css", _STYLE.read_bytes(), at)
        for name, _title, content in parts:
            _add(archive, f"EPUB/{name}.xhtml", content.encode(), at)
        for name, picture in sorted(book.pictures.items()):
            _add(archive, f"EPUB/{name}", picture, at, zipfile.ZIP_STORED)
    return Made(buffer.getvalue())


def _add(
    archive: zipfile.ZipFile,
    name: str,
    content: bytes,
    at: dt.datetime,
    method: int = zipfile.ZIP_DEFLATED,
) -> None:
    entry = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
    entry.compress_type = method
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


# --- The parts of the book, as (name of the file, title, XHTML) ---------------------------------
def _parts(book: Book) -> list[tuple[str, str, str]]:
    parts = []
    if book.cover:
        picture = f'<p class="cover">{_image(book.cover)}</p>'
        parts.append(("cover", _("Cover"), _section("cover", _("Cover"), picture)))
    parts.append(("title", book.title, _section("titlepage", book.title, _title_page(book))))
    for number, chapter in enumerate(book.chapters, start=1):
        lead = f'<p class="lead">{escape(chapter.lead)}</p>' if chapter.lead else ""
        body = f"<h1>{escape(chapter.title)}</h1>{lead}" + "".join(map(_block, chapter.blocks))
        parts.append((f"chapter-{number}", chapter.title, _section("chapter", chapter.title, body)))
    if book.literature:
        title = _("Literature")
        items = "".join(f"<li>{escape(line)}</li>" for line in book.literature)
        body = f"<h1>{escape(title)}</h1><ul>{items}</ul>"
        parts.append(("literature", title, _section("bibliography", title, body)))
    title = _("Colophon")
    body = f"<h1>{escape(title)}</h1>{_colophon(book)}"
    parts.append(("colophon", title, _section("colophon", title, body)))
    return [(name, title, _document(book, title, content)) for name, title, content in parts]


def _document(book: Book, title: str, content: str) -> str:
    language = quoteattr(book.language)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f"lang={language} xml:lang={language}>\n"
        f"<head><title>{escape(title)}</title>"
        '<link rel="stylesheet" type="text/css" href="style.css"/></head>\n'
        f"<body>{content}</body>\n</html>\n"
    )


def _section(kind: str, title: str, body: str) -> str:
    # The roles of DPUB-ARIA; a title page has none.
    roles = {"chapter": "doc-chapter", "bibliography": "doc-bibliography"}
    role = f' role="{roles[kind]}"' if kind in roles else ""
    return f'<section epub:type="{kind}"{role} aria-label={quoteattr(title)}>{body}</section>'


def _title_page(book: Book) -> str:
    subtitle = f'<p class="subtitle">{escape(book.subtitle)}</p>' if book.subtitle else ""
    authors = f"<p>{escape(', '.join(book.authors))}</p>" if book.authors else ""
    publisher = f"<p>{escape(book.publisher)}</p>" if book.publisher else ""
    lead = f'<p class="lead">{escape(book.lead)}</p>'
    return f"<h1>{escape(book.title)}</h1>{subtitle}{authors}{lead}{publisher}"


def _colophon(book: Book) -> str:
    entries = (f"<dt>{escape(name)}</dt><dd>{_linked(value)}</dd>" for name, value in book.colophon)
    return f"<dl>{''.join(entries)}</dl>"


def _linked(value: str) -> str:
    if value.startswith(("https://", "http://")):
        return f"<a href={quoteattr(value)}>{escape(value)}</a>"
    return escape(value)


# --- Blocks -------------------------------------------------------------------------------------
def _block(node: Node) -> str:
    return _BLOCKS[node["t"]](node) if node["t"] in _BLOCKS else _prose(node)


def _prose(node: Node) -> str:
    kind = node["t"]
    if kind == "text":
        return escape(node["s"])
    if kind == "br":
        return "<br/>"
    inner = "".join(map(_prose, node["c"]))
    if kind == "a":
        return f"<a href={quoteattr(node['href'])}>{inner}</a>"
    if kind == "span":
        return inner
    element = {"b": "strong", "i": "em"}.get(kind, kind)
    return f"<{element}>{inner}</{element}>"


def _heading(node: Node) -> str:
    return f"<h{node['level']}>{escape(node['s'])}</h{node['level']}>"


def _image(node: Node) -> str:
    return f"<img src={quoteattr(node['src'])} alt={quoteattr(node['alt'])}/>"


def _figure(node: Node) -> str:
    credit = _("Picture: %(name)s") % {"name": node["credit"]} if node["credit"] else ""
    words = " ".join(part for part in (node["caption"], credit) if part)
    caption = f"<figcaption>{escape(words)}</figcaption>" if words else ""
    return f"<figure>{_image(node)}{caption}</figure>"


def _source(node: Node) -> str:
    if not node["source"]:
        return ""
    words = _("Source: %(source)s") % {"source": node["source"]}
    return f'<p class="source">{escape(words)}</p>'


def _quote(node: Node) -> str:
    return (
        f'<blockquote><p>{escape(node["s"])}</p><p class="role">– {escape(node["role"])}</p>'
        "</blockquote>"
    )


def _box(node: Node) -> str:
    inner = "".join(map(_prose, node["c"]))
    label = quoteattr(node["title"])
    return (
        f'<aside class="box" aria-label={label}><p class="label">{escape(node["title"])}</p>'
        f"{inner}{_source(node)}</aside>"
    )


def _questions(node: Node) -> str:
    items = "".join(f"<li>{escape(question)}</li>" for question in node["items"])
    label = quoteattr(node["title"])
    return (
        f'<section class="questions" aria-label={label}><p class="label">{escape(node["title"])}'
        f"</p><ol>{items}</ol></section>"
    )


def _table(node: Node) -> str:
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in node["head"])
    rows = "".join(f"<tr>{_row(node, row)}</tr>" for row in node["rows"])
    return (
        f"<table><caption>{escape(node['caption'])}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{_source(node)}"
    )


def _row(node: Node, row: list[str]) -> str:
    return "".join(
        f'<th scope="row">{escape(cell)}</th>'
        if number == 0 and node["headed"]
        else f"<td>{escape(cell)}</td>"
        for number, cell in enumerate(row)
    )


def _number(node: Node) -> str:
    words = f'<p><strong class="number">{escape(node["s"])}</strong> {escape(node["text"])}</p>'
    return f'<div class="box">{words}{_source(node)}</div>'


def _links(node: Node) -> str:
    items = "".join(
        f"<li><a href={quoteattr(item['href'])}>{escape(item['s'])}</a></li>"
        for item in node["items"]
    )
    return f'<div class="links"><p class="label">{escape(node["title"])}</p><ul>{items}</ul></div>'


_BLOCKS = {
    "h": _heading,
    "figure": _figure,
    "quote": _quote,
    "box": _box,
    "questions": _questions,
    "table": _table,
    "number": _number,
    "links": _links,
}


# --- What describes the book --------------------------------------------------------------------
def _package(book: Book, parts: list[tuple[str, str, str]], at: dt.datetime) -> str:
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
        *(
            f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
            for name, _title, _content in parts
        ),
        *(_picture_item(book, name) for name in sorted(book.pictures)),
    ]
    spine = "".join(f'<itemref idref="{name}"/>' for name, _title, _content in parts)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" xml:lang="{book.language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{chr(10).join(_metadata(book, at))}
</metadata>
<manifest>
{chr(10).join(items)}
</manifest>
<spine>{spine}</spine>
</package>
"""


def _picture_item(book: Book, name: str) -> str:
    is_cover = book.cover is not None and book.cover["src"] == name
    mark = ' properties="cover-image"' if is_cover else ""
    return f'<item id="{name.split(".")[0]}" href="{name}" media-type="image/jpeg"{mark}/>'


def _metadata(book: Book, at: dt.datetime) -> list[str]:
    def element(name: str, value: Any, attributes: str = "") -> str:
        return f"<dc:{name}{attributes}>{escape(str(value))}</dc:{name}>"

    def meta(name: str, value: str) -> str:
        return f'<meta property="{name}">{escape(value)}</meta>'

    title = f"{book.title}: {book.subtitle}" if book.subtitle else book.title
    moment = at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [
        element("identifier", book.identifier, ' id="book-id"'),
        element("title", title),
        element("language", book.language),
        element("description", book.lead),
        element("source", book.address),
        *(element("creator", author) for author in book.authors),
    ]
    if book.publisher:
        lines.append(element("publisher", book.publisher))
    if book.year:
        lines.append(element("date", book.year))
    lines.append(meta("dcterms:modified", moment))
    lines += [meta(name, value) for name, value in _ACCESS]
    summary = _(
        "The text can be read aloud and enlarged, pictures have alternative texts, and chapters "
        "and headings can be jumped between."
    )
    lines.append(meta("schema:accessibilitySummary", summary))
    return lines


def _navigation(book: Book, parts: list[tuple[str, str, str]]) -> str:
    entries = "".join(
        f'<li><a href="{name}.xhtml">{escape(title)}</a></li>' for name, title, _content in parts
    )
    places = {"cover": _("Cover"), "title": book.title, "chapter-1": _("Beginning of the text")}
    kinds = {"cover": "cover", "title": "titlepage", "chapter-1": "bodymatter"}
    present = {name for name, _title, _content in parts}
    landmarks = "".join(
        f'<li><a epub:type="{kinds[name]}" href="{name}.xhtml">{escape(label)}</a></li>'
        for name, label in places.items()
        if name in present
    )
    contents, places_in_book = escape(_("Contents")), escape(_("Places in the book"))
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc"><h1>{contents}</h1><ol>{entries}</ol></nav>'
        f'<nav epub:type="landmarks" hidden="hidden"><h2>{places_in_book}</h2>'
        f"<ol>{landmarks}</ol></nav>"
    )
    return _document(book, _("Contents"), body)
