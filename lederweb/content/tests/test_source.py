"""Faults in a text are named with file and line."""

from pathlib import Path

import pytest

from lederweb.content.reading.source import TextError, read_source


def read(tmp_path: Path, text: str):
    path = tmp_path / "articles" / "proeve.md"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return read_source(path)


def test_front_matter_and_text_come_apart(tmp_path):
    source = read(tmp_path, '+++\ntitle = "Æblet"\n+++\n\nBrødtekst\n')
    assert source.data == {"title": "Æblet"}
    assert source.body == "\nBrødtekst"
    assert source.first_line == 4


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Ingen hegn", "articles/proeve.md, line 1: the first line must be +++"),
        ('+++\ntitle = "Uden slutning"\n', "line 2: the front matter has no end"),
        ('+++\ntitle = "A"\nslug = a\n+++\n', "line 3: this is not TOML: Invalid value."),
        ('+++\ntitle = "A"\ntitle = "B"\n+++\n', "line 3: this is not TOML"),
        ("", "line 1: the first line must be +++"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(tmp_path, text, sentence):
    with pytest.raises(TextError) as raised:
        read(tmp_path, text)
    assert sentence in str(raised.value)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("slug = 3", "line 3: `slug` must be text in quotes."),
        ('slug = "  "', "line 3: `slug` is empty."),
        ('sulg = "a"', "the front matter lacks `slug`."),
        (
            'slug = "a"\nemner = []',
            "line 4: `emner` is not known here; there is slug, tags, title.",
        ),
        ('slug = "a"\ntags = "én"', "line 4: `tags` must be a list in brackets."),
    ],
)
def test_a_key_that_is_missing_misspelt_or_wrong_is_named(tmp_path, line, sentence):
    source = read(tmp_path, f'+++\ntitle = "A"\n{line}\n+++\n')
    with pytest.raises(TextError) as raised:
        source.check({"title": str, "slug": str}, {"tags": list})
    assert sentence in str(raised.value)
