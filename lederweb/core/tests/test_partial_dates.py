"""Dates of which only the year, or year and month, may be known."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from lederweb.core.fields import PartialDateField, parse_partial_date
from lederweb.core.templatetags.lederweb import partial_date


@pytest.mark.parametrize(
    ("text", "parts"),
    [("2013", (2013, None, None)), ("2013-05", (2013, 5, None)), ("2012-02-29", (2012, 2, 29))],
)
def test_a_year_a_month_or_a_day_is_read(text: str, parts: tuple) -> None:
    assert parse_partial_date(text) == parts
    PartialDateField().run_validators(text)


@pytest.mark.parametrize(
    "text",
    [
        "13",
        "2013-5",
        "2013-13",
        "2013-02-29",
        "0000",
        "2013-05-",
        "3. maj 2013",
        " 2013",
        "２０１３",
    ],
)
def test_what_is_no_date_is_refused_with_the_way_to_write_it(text: str) -> None:
    with pytest.raises(ValidationError, match="2013-05-03"):
        PartialDateField().run_validators(text)


def test_dates_sort_as_text_with_the_vaguest_first() -> None:
    dates = ["2013-05-03", "2012-12", "2013", "2013-05"]
    assert sorted(dates) == ["2012-12", "2013", "2013-05", "2013-05-03"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2013", "2013"), ("2013-05", "maj 2013"), ("2013-05-03", "3. maj 2013"), ("", "")],
)
def test_dates_are_shown_the_danish_way(text: str, shown: str) -> None:
    assert partial_date(text) == shown


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("25.8.2017", "2017-08-25"),
        ("25-08-2017", "2017-08-25"),
        ("25/8 2017", "2017-08-25"),
        ("25. august 2017", "2017-08-25"),
        ("3. maj 2013", "2013-05-03"),
        ("25 Aug. 2017", "2017-08-25"),
        ("august 2017", "2017-08"),
        (" 8/2017 ", "2017-08"),
        ("2017", "2017"),
        ("2017-08-25", "2017-08-25"),
    ],
)
def test_an_editor_writes_a_date_as_danes_do(written, stored):
    field = PartialDateField(blank=True).formfield()
    assert field.clean(written) == stored
    # What was saved stands in the field in words, and is read again as the same.
    assert field.clean(field.prepare_value(stored)) == stored
    assert not field.has_changed(stored, written)


@pytest.mark.parametrize(
    "written", ["31.2.2017", "8-25-2017", "i maj", "ma 2017", "17", "xyz 2017"]
)
def test_what_is_no_date_stays_in_the_field_with_a_sentence(written):
    field = PartialDateField().formfield()
    with pytest.raises(ValidationError, match=r"3\.5\.2013"):
        field.clean(written)
    assert field.prepare_value(written) == written
