"""The receipt of a report: one checksum, the same wherever it stands."""

import csv
import io
from dataclasses import replace

import docx
import pypdf
import pytest

from analytics.reports import pdf, receipt, word
from lederweb.devtools.samples_report import changed, report


def test_the_same_lines_give_the_same_checksum_and_any_change_another():
    assert receipt.checksum(report()) == receipt.checksum(replace(report(), title="En anden"))
    assert receipt.checksum(report()) != receipt.checksum(changed(report()))
    assert len(receipt.checksum(report())) == 64


@pytest.mark.django_db
def test_pdf_word_and_csv_carry_the_same():
    made = report()
    checksum = receipt.checksum(made)
    pages = pypdf.PdfReader(io.BytesIO(pdf.write(made))).pages
    assert checksum in pages[-1].extract_text()
    document = docx.Document(io.BytesIO(word.write(made)))
    assert document.paragraphs[-1].text.endswith(checksum)
    assert receipt.csv(made).rstrip().endswith(checksum)


def test_the_csv_opens_in_a_danish_spreadsheet_and_runs_nothing():
    made = report()
    lines = [replace(made.receipt[0], name='=HYPERLINK("x")'), made.receipt[1]]
    text = receipt.csv(replace(made, receipt=lines))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert len(rows) == 1 + 2 + 1
    assert rows[1][0].startswith("'=")
    assert rows[1][1] == "95958"
