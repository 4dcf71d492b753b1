"""No row of a list is lost without a word, whatever its quotation marks do."""

import csv
import io

import pytest
from openpyxl import Workbook

from lederweb.lib.periods import day_of
from newsletter.importing.reading import NotAList
from newsletter.importing.rejects import reject_lines
from newsletter.tests.lists import NOBODY, PROOF, read, states, take_in

pytestmark = pytest.mark.django_db

HEAD = "Navn;E-mail;Samtykkedato;Ordlyd;Kilde"


def person(name: str, address: str) -> str:
    return f"{name};{address};{PROOF}"


def rejected(batch) -> list[list[str]]:
    text = "".join(reject_lines(batch)).removeprefix("\ufeff")
    return list(csv.reader(text.splitlines(keepends=True), delimiter=";"))[1:]


@pytest.mark.parametrize("last", ['Per "P" Olsen', "Per Olsen"], ids=["closed later", "never"])
def test_a_stray_quotation_mark_costs_its_own_line_and_no_other(world, last):
    assert world.home
    others = [person(f"Leder {number}", f"leder{number}@example.org") for number in range(50)]
    rows = [person('"Jens Hansen', "jens@example.org"), *others, person(last, "per@example.org")]
    batch = take_in("\r\n".join([HEAD, *rows]))
    assert (batch.total, batch.counts) == (52, NOBODY | {"new": 51, "invalid": 1})
    assert "jens@example.org" not in states()
    [[line, reason, *cells]] = rejected(batch)
    assert (line, cells[:2]) == ("2", ['"Jens Hansen', "jens@example.org"])
    assert "citationstegn" in reason
    assert batch.rows.get().email_key == "jens@example.org"


@pytest.mark.parametrize(
    ("rows", "new", "lines"),
    [
        # Both marks stand at the edge of a cell, so that the rows are one by the letter.
        ('"Jens;jens@example.org\nOle;ole@example.org\nPer;per@example.org"', 2, ["2"]),
        ('"Jens;jens@example.org\nPer";per@example.org', 1, ["2"]),
        ('Jens;"jens@example.org\nPer";per@example.org', 1, ["2"]),
        ('"Jens" Hansen;jens@example.org\nPer;per@example.org', 1, ["2"]),
        ('Ole;ole@example.org\n"Jens;jens.example.org\nPia;pia.example.org\nA"', 1, "345"),
    ],
    ids=range(5),
)
def test_rows_that_marks_have_joined_are_rows_of_their_own(world, rows, new, lines):
    assert world.home
    batch = read(f"Navn;E-mail\n{rows}\n")
    assert batch.counts["set_aside"] == new
    assert [row[0] for row in rejected(batch)] == list(lines)
    assert batch.counts["invalid"] == len(lines)


def test_rows_that_have_as_many_cells_as_one_are_still_two(world):
    assert world.home
    rows = '"Odense;Leder;ole@example.org";"Ole\nAarhus;Leder";jens@example.org;Jens'
    batch = read(f"By;Stilling;E-mail;Navn\n{rows}\n")
    assert batch.counts["new"] + batch.counts["set_aside"] <= 1
    assert "ole@example.org" in "".join(reject_lines(batch))


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_remark_may_hold_line_breaks_and_quotation_marks(world, end):
    assert world.home
    remark = (
        f'"Ringede; vil gerne{end}have ""særnumre""{end}{end}på sin adresse karen@kl.example nu"'
    )
    rows = [f"E-mail;Navn;Bemærkning{end}karen@example.org;Karen;{remark}", "bo;;", "ole@x.dk;;"]
    batch = read(end.join(rows))
    assert batch.counts == NOBODY | {"set_aside": 2, "invalid": 1}
    assert [row[0] for row in rejected(batch)] == ["6"]


def test_a_heading_that_is_never_closed_is_refused_by_its_line(world):
    assert world.home
    with pytest.raises(NotAList, match="Linje 2 "):
        read('\nE-mail;"Navn\nkaren@example.org;Karen\n')


@pytest.mark.parametrize("mark", [";", ",", "|"])
def test_a_first_line_that_names_the_separator_is_understood(world, mark):
    assert world.home
    batch = read(f"sep={mark}\r\nE-mail{mark}Navn\r\nkaren@example.org{mark}K\r\nbo{mark}\r\n")
    assert batch.counts == NOBODY | {"set_aside": 1, "invalid": 1}
    assert [row[0] for row in rejected(batch)] == ["4"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("01.03.25", "2025-03-01"),
        ("01-03-2025 12:30:15", "2025-03-01"),
        ("1. marts 2025", "2025-03-01"),
        ("den 1. mar. 2025 kl. 9.05", "2025-03-01"),
        ("3 May 2025", "2025-05-03"),
        ("31.12.99", "1999-12-31"),
    ],
)
def test_dates_as_they_are_commonly_written(world, written, day):
    assert world.home
    batch = read(f"E-mail;Samtykkedato\nkaren@example.org;{written}\n")
    assert day_of(batch.rows.get().consent_at).isoformat() == day


@pytest.mark.parametrize("written", ["25-03-01", "03/28/2024", "1. maj og juni 2025", "1. m 2025"])
def test_a_date_that_may_mean_two_things_is_not_guessed(world, written):
    assert world.home
    assert read(f"E-mail;Samtykkedato\nkaren@example.org;{written}\n").counts["invalid"] == 1


def test_a_list_without_addresses_is_told_what_was_read(world):
    assert world.home
    book = Workbook()
    book.active.append(["Om listen", "Side 1"])
    book.create_sheet().append(["E-mail"])
    content = io.BytesIO()
    book.save(content)
    with pytest.raises(NotAList, match=r"Om listen, Side 1.*første ark"):
        read(content.getvalue(), name="Liste.XLSX")
    with pytest.raises(NotAList, match=r"Navn, By\.$"):
        read("Navn;By\nKaren;Odense\n")
