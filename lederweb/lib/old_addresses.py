"""Reading addresses of the old site: what a path says, whatever its spelling."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode

# The old system wrote å, æ and ø as plain letters ("vardilos"); ours are spelled out.
_OLD_LETTERS = str.maketrans({"æ": "a", "ø": "o", "å": "a", "ä": "a", "ö": "o"})
_SPELLED_OUT = (("aa", "a"), ("ae", "a"), ("oe", "o"))
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SLASHES = re.compile(r"[/\\]+")

LONGEST_PATH = 255  # Wagtail's redirects keep no longer ones
_LARGEST_NUMBER = 2**31 - 1
_ARTICLE = "artikel"
_FEWEST_DIGITS = 4  # a shorter number in an address is no article's: /vaeksthus/3/
CAMPAIGN_MARKS = ("utm_", "fbclid", "gclid", "mc_")


def folded(text: str) -> str:
    """The text in the one spelling that an old slug and ours have in common.

    "undga-vardilos", "undgaa-vaerdiloes" and "Undgå værdiløs" all give "undga-vardilos".
    `publications.old_addresses.FoldedSlug` says the same to PostgreSQL.
    """
    text = unicodedata.normalize("NFC", text).lower().translate(_OLD_LETTERS)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    for two, one in _SPELLED_OUT:
        text = text.replace(two, one)
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def clean_path(path: str) -> str:
    """The path in lower case, with one slash between its parts and none at the end.

    Takes a path that is decoded already, or one copied from a browser's address line.
    """
    plain = _CONTROL.sub("", unquote(path)).strip().lower()
    parts = [part.strip().rstrip("-") for part in _SLASHES.split(plain)]
    return "/" + "/".join(part for part in parts if part)


@dataclass(frozen=True)
class OldAddress:
    """What an address of the old site says about the page it stood for."""

    path: str  # as `clean_path` gives it
    segments: tuple[str, ...]  # folded
    number: int | None  # the article's number on the old site
    by_number_alone: bool  # it says that its number is an article's, so its words mean nothing

    @classmethod
    def of(cls, path: str) -> OldAddress:
        cleaned = clean_path(path)
        parts = cleaned.strip("/").split("/")
        after = [
            number
            for word, number in itertools.pairwise(parts)
            if word == _ARTICLE and number.isascii() and number.isdigit()
        ]
        others = [
            part
            for part in parts
            if part.isascii() and part.isdigit() and len(part) >= _FEWEST_DIGITS
        ]
        found = [int(part) for part in (*after, *others) if len(part) <= len(str(_LARGEST_NUMBER))]
        number = next((one for one in found if 0 < one <= _LARGEST_NUMBER), None)
        segments = tuple(folded(part) for part in parts)
        return cls(cleaned, tuple(filter(None, segments)), number, bool(after))

    @property
    def slug(self) -> str:
        return self.segments[-1] if self.segments else ""

    @property
    def key(self) -> str:
        """One key for all addresses of one page: the words around a number do not count."""
        if self.by_number_alone and self.number is not None:
            return f"/{_ARTICLE}/{self.number}"
        return self.path


def campaign_query(query: str) -> str:
    """Only the campaign marks of a query string, encoded anew."""
    try:
        pairs = parse_qsl(query, max_num_fields=100)
    except ValueError:
        return ""
    return urlencode([(name, value) for name, value in pairs if name.startswith(CAMPAIGN_MARKS)])
