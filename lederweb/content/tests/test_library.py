"""The texts fit together, and those that do not are named."""

import re
import shutil
from pathlib import Path

import pytest

from lederweb.content.reading.library import TEXTS, Library
from lederweb.content.reading.source import TextError


@pytest.fixture
def folder(tmp_path):
    """A copy of the texts that a test may spoil."""
    return Path(shutil.copytree(TEXTS, tmp_path / "texts"))


def spoil(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` in a text; the number of the line it stood on."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found
    path.write_text(f"{before}{new}{after}", encoding="utf-8")
    return before.count("\n") + 1


def test_all_texts_can_be_read():
    library = Library()
    assert {kind: len(texts) for kind, texts in library.texts.items()} == {
        "articles": 25,
        "projects": 29,
        "publications": 9,
        "episodes": 5,
        "series": 1,
        "courses": 3,
        "lessons": 10,
        "tools": 2,
        "tiers": 3,
        "standard": len(list((TEXTS / "standard").rglob("*.md"))),
    }
    words = sum(len(text.source.body.split()) for text in library.all())
    assert words > 20_000  # forty pages and more that a manager would read
    assert "lorem" not in " ".join(text.source.body.lower() for text in library.all())


def test_no_article_quotes_what_was_written_after_it():
    later = [
        f"{text.slug}: {source}"
        for text in Library()["articles"]
        if (published := text.data.get("published_on", ""))
        for source in re.findall(r"Status december \d{4}", text.source.body)
        if published < f"{source[-4:]}-12"[: len(published)]
    ]
    assert not later


def test_the_plays_of_the_podcast_have_no_date_of_their_own():
    """The source counts them »i alt« and does not say when (figures.toml)."""
    told = [
        sentence
        for text in Library().all()
        for sentence in re.findall(r"[^.\n]*19\.000[^\n]*", text.source.body)
    ]
    assert len(told) == 2
    assert not [each for each in told if re.search(r"\bi (\w+ )?20\d\d", each)]


def test_a_project_is_found_by_its_older_name():
    library = Library()
    assert library.project("Innovations glimt").title == "Innovative glimt"
    assert library.project("Strategisk værksted").slug.startswith("strategisk-vaerksted")
    assert library.project("Findes ikke") is None


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "articles/da-krigen-sluttede.md",
            'owners = ["1", "2", "3"]',
            'owners = ["4"]',
            "`owners` has '4'; there is 1, 2, 3, b.",
        ),
        (
            "articles/da-krigen-sluttede.md",
            'project = "Sammenhængskraft"',
            'project = "Sammenhold"',
            "there is no project »Sammenhold«.",
        ),
        (
            "articles/da-krigen-sluttede.md",
            '"udvikling/forandring"',
            '"udvikling/forvandling"',
            "`topics` has 'udvikling/forvandling'; there is",
        ),
        (
            "articles/da-krigen-sluttede.md",
            'published_on = "2013-01-11"',
            'published_on = "11.01.2013"',
            "'11.01.2013' is no date; write 2013, 2013-05 or 2013-05-03",
        ),
        (
            "articles/da-krigen-sluttede.md",
            'slug = "da-krigen-sluttede"',
            'slug = "hold-talenterne-varme"',
            "/artikler/hold-talenterne-varme/ is the address of",
        ),
        (
            "projects/innovative-gaver.md",
            "(/artikler/traen-din-innovationsmuskel/)",
            "(/artikler/traen/)",
            "nothing has the address /artikler/traen/.",
        ),
        (
            "episodes/07.md",
            'article = "lyt-til-ledelse-fyringer-og-daarlig-ledelse"',
            'article = "lyt"',
            "`article` has 'lyt'; there is",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(folder, name, old, new, sentence):
    line = spoil(folder, name, old, new)
    with pytest.raises(TextError) as raised:
        Library(folder)
    if "is the address of" not in sentence:  # there the other of the two may be named
        assert raised.value.line == line
        assert str(raised.value).startswith(f"{name}, line {line}: ")
    assert sentence in str(raised.value)


def test_a_lead_that_would_not_fit_is_named(folder):
    spoil(folder, "tiers/1.md", 'lead = "', f'lead = "{"meget " * 80}')
    with pytest.raises(TextError, match="a lead is at most 400 characters"):
        Library(folder)
