"""Whole numbers in forms, as Danes write them."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from lederweb.core.fields import WholeNumberField


@pytest.mark.parametrize("text", ["27701", "27.701", "27 701", " 27.701 ", "27\u00a0701"])
def test_thousands_may_be_told_apart(text: str) -> None:
    assert WholeNumberField().clean(text) == 27_701


def test_millions_and_signs_are_read() -> None:
    assert WholeNumberField().clean("1.234.567") == 1_234_567
    assert WholeNumberField().clean("-1.250") == -1_250


def test_it_is_shown_as_it_is_written() -> None:
    class Count(forms.Form):
        number = WholeNumberField()

    assert 'value="27.701"' in str(Count(initial={"number": 27_701})["number"])
    assert 'value="27,7"' in str(Count({"number": "27,7"})["number"])
    assert not Count({"number": "27.701"}, initial={"number": 27_701}).has_changed()


@pytest.mark.parametrize("text", ["27,7", "2.77", "27.7014", "mange", "1..000"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        WholeNumberField().clean(text)
