"""What Word knows and python-docx has no words for: links, fields, alternative texts, languages.

Names and order of elements: ECMA-376, Part 1 (WordprocessingML).
"""

from __future__ import annotations

import re
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

GREEN, LEAF, SOFT = (
    RGBColor(0x10, 0x40, 0x2F),
    RGBColor(0x1C, 0x6B, 0x49),
    RGBColor(0x4D, 0x5C, 0x55),
)
_ACCENT, _LINE = "B5651D", "9DB4A9"
_SERIF, _SANS = "Cambria", "Calibri"
WARNING, CONTENTS, LINK = "Advarsel", "toc 1", "Hyperlink"
# XML 1.0 has no way to write these.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def element(tag: str, /, *children: Any, **attributes: str) -> Any:
    """`element("w:fldChar", fldCharType="begin")`: an element with its attributes in w:."""
    made = OxmlElement(tag)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    made.extend(children)
    return made


def set_language(document: Document, language: str) -> None:
    """The language that Word checks spelling in and screen readers speak."""
    styles = document.styles.element
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("w:lang", val=language, eastAsia=language, bidi="ar-SA"))


def drop_other_styles(document: Document) -> None:
    """Takes out the second list of styles, for Word 2010, that python-docx's template carries.

    It would contradict ours, and Word takes a file that contradicts itself for damaged.
    """
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[key]


def set_styles(document: Document) -> None:
    """Word's own styles in the house's type and colours, and the three that it lacks."""
    styles = document.styles
    _font(styles["Normal"], _SANS, 11)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for name, size, before in (
        ("Title", 32, 48),
        ("Heading 1", 20, 24),
        ("Heading 2", 14, 16),
        ("Heading 3", 12, 12),
        ("TOC Heading", 14, 24),
    ):
        style = styles[name]
        _font(style, _SERIF, size, bold=True)
        style.font.color.rgb = GREEN
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.keep_with_next = True
        for border in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
    _font(styles["Subtitle"], _SERIF, 15, italic=True)
    styles["Subtitle"].font.color.rgb = GREEN
    _font(styles["Caption"], _SANS, 10, bold=True)
    styles["Caption"].font.color.rgb = GREEN
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_before = Pt(8)
    styles.add_style(CONTENTS, WD_STYLE_TYPE.PARAGRAPH, builtin=True).base_style = styles["Normal"]
    link = styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb, link.font.underline = LEAF, True
    warning = styles.add_style(WARNING, WD_STYLE_TYPE.PARAGRAPH)
    warning.base_style = styles["Normal"]
    line = element("w:left", val="single", sz="24", space="10", color=_ACCENT)
    warning.element.get_or_add_pPr().append(element("w:pBdr", line))


def _font(style: Any, name: str, size: int, *, bold: bool = False, italic: bool = False) -> None:
    style.font.name, style.font.size = name, Pt(size)
    style.font.bold, style.font.italic = bold, italic
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    fonts.set(qn("w:hAnsi"), name)
    fonts.set(qn("w:cs"), name)


def add_link(paragraph: Any, address: str) -> Any:
    """A link at the end of the paragraph; runs put into it are its words."""
    target = paragraph.part.relate_to(clean(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    paragraph._p.append(link)
    return link


def add_field(paragraph: Any, code: str, shown: str = "1") -> None:
    """A field such as PAGE; `shown` stands there until Word counts itself."""
    for part in (
        element("w:fldChar", fldCharType="begin"),
        _instruction(code),
        element("w:fldChar", fldCharType="separate"),
    ):
        paragraph.add_run()._r.append(part)
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def add_contents(document: Document, headings: list[tuple[str, str]]) -> None:
    """The table of contents: links to (bookmark, heading), which Word can update.

    Without page numbers, which only a program that lays the pages out can know.
    """
    for place, (bookmark, heading) in enumerate(headings):
        paragraph = document.add_paragraph(style=CONTENTS)
        if place == 0:
            for part in (
                element("w:fldChar", fldCharType="begin"),
                _instruction('TOC \\o "1-1" \\n \\h \\z'),
                element("w:fldChar", fldCharType="separate"),
            ):
                paragraph.add_run()._r.append(part)
        link = element("w:hyperlink", anchor=bookmark, history="1")
        paragraph._p.append(link)
        run = paragraph.add_run(clean(heading), style=LINK)
        link.append(run._r)
        if place == len(headings) - 1:
            paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def add_bookmark(paragraph: Any, name: str, number: int) -> None:
    """A name for the paragraph that links and the table of contents lead to."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    first = paragraph.runs[0]._r
    first.addprevious(start)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def _instruction(code: str) -> Any:
    made = element("w:instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = f" {code} "
    return made


def describe(shape: Any, *, title: str, description: str) -> None:
    """The alternative text of a picture."""
    properties = shape._inline.docPr
    properties.set("title", clean(title))
    properties.set("descr", clean(description))


def dress_table(table: Any, caption: str) -> None:
    """Hairlines between the rows, a first row that is repeated on each page, and what it shows.

    The table's columns must be of fixed width.
    """
    properties = table._tbl.tblPr
    lines = {"val": "single", "sz": "4", "space": "0", "color": _LINE}
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    # Word repairs a file whose elements stand in another order than the standard's.
    properties.find(qn("w:tblLayout")).addprevious(
        element(
            "w:tblBorders",
            *(element(f"w:{side}", **lines) for side in ("top", "bottom", "insideH")),
        )
    )
    properties.append(
        element(
            "w:tblLook",
            val="00A0", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0", noHBand="1", noVBand="1",
        )
    )  # fmt: skip
    properties.append(element("w:tblCaption", val=clean(caption)))
    for place, row in enumerate(table.rows):
        of_row = row._tr.get_or_add_trPr()
        of_row.append(element("w:cantSplit"))
        if place == 0:
            of_row.append(element("w:tblHeader"))


def start_list_anew(document: Document, style: str) -> Any:
    """The number of a list that counts from one again, for paragraphs of a numbered style."""
    numbering = document.part.numbering_part.element
    wanted = document.styles[style].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(wanted).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return number.numId


def number_by(paragraph: Any, number: Any) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number
