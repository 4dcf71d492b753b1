"""ISBNs are checked, explained and written one way (promise of the colophon)."""

import pytest
from django.core.exceptions import ValidationError

from publications.isbn import normalised_isbn
from publications.models import Format


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("9788770290418", "978-87-7029-041-8"),
        ("ISBN: 978 87 7029 041 8", "978-87-7029-041-8"),
        ("978-87-7029-041-8", "978-87-7029-041-8"),
        ("8770290415", "87-7029-041-5"),
        ("1-85798-218-5", "1-85798-218-5"),
        ("080442957x", "0-8044-2957-X"),
    ],
)
def test_an_isbn_is_kept_with_its_hyphens(written, kept):
    assert normalised_isbn(written) == kept


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("978-87-7029-041-9", "isbn_checksum"),
        ("8770290416", "isbn_checksum"),
        ("978-87-7029-041", "isbn_length"),
        ("", "isbn_length"),
        ("5901234123457", "isbn_prefix"),
        ("87X0290415", "isbn_characters"),
        ("978-87-7029-0418 (hæftet)", "isbn_characters"),
    ],
)
def test_a_wrong_isbn_is_answered_with_what_is_wrong(written, code):
    with pytest.raises(ValidationError) as refusal:
        normalised_isbn(written)
    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")


def test_the_editors_form_keeps_the_hyphens_and_says_what_is_wrong_in_danish():
    form = Format(kind="pdf", isbn="9788770290418")
    form.clean_fields(exclude=["edition"])
    assert form.isbn == "978-87-7029-041-8"
    with pytest.raises(ValidationError) as refusal:
        Format(kind="pdf", isbn="9788770290419").clean_fields(exclude=["edition"])
    assert "Kontrolcifferet" in refusal.value.message_dict["isbn"][0]
