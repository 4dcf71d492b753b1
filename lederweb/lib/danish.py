"""Danish words and numbers: slugs, dictionary forms and the parts of compounds.

PostgreSQL's Danish stemmer makes "led" of leder, ledelse and led, and finds no ledernetværk for
netværk. So the words are prepared here, once when indexing and once when asking: the dictionary
form (simplemma) and, for compounds, the parts (split where both are frequent in wordfreq).
"""

from __future__ import annotations

import re
from functools import lru_cache

import simplemma
from wordfreq import zipf_frequency

_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa", "é": "e", "ü": "y"}
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+", re.UNICODE)

# What looks like the second part of a compound but is a derivation, and prefixes that are words.
_SUFFIXES = {"else", "elser", "hed", "heder", "skab", "skaber", "var", "ring", "ning", "dom"}
_PREFIXES = {"med", "for", "til", "over", "under", "ind", "ude", "mod", "fra", "sam", "efter"}
_SHORTEST_PART = 3
_FREQUENT = 3.0  # zipf scale: once in a million words


def slugify(text: str) -> str:
    """An address part the way Danes spell without æ, ø and å: "Når" becomes "naar"."""
    return re.sub(r"[^a-z0-9]+", "-", text.translate(_LETTERS).lower()).strip("-")


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case; hyphenated words also in their parts."""
    found = []
    for word in _WORD.findall(text.lower()):
        found.append(word)
        if "-" in word:
            found.extend(part for part in word.split("-") if part)
    return found


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary form: "mellemlederne" becomes "mellemleder"."""
    return simplemma.lemmatize(word, lang="da").lower()


@lru_cache(maxsize=50_000)
def compound_parts(word: str) -> tuple[str, ...]:
    """The two parts of a compound in dictionary form, or nothing when it is none.

    "sygefravær" gives syge and fravær, "trivselsmåling" gives trivsel and måling.
    """
    best: tuple[float, tuple[str, str]] | None = None
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        head, tail = word[:cut], word[cut:]
        if tail in _SUFFIXES or head in _PREFIXES:
            continue
        heads = [head]
        # A linking s or e may stand between the parts, longer heads only.
        if head[-1] in "se" and len(head) > _SHORTEST_PART + 1:
            heads.append(head[:-1])
        for candidate in heads:
            rarer = min(_frequency(candidate), _frequency(tail))
            if rarer >= _FREQUENT and (best is None or rarer > best[0]):
                best = (rarer, (candidate, tail))
    if best is None:
        return ()
    return tuple(dict.fromkeys(lemma(part) for part in best[1]))


@lru_cache(maxsize=50_000)
def _frequency(word: str) -> float:
    return zipf_frequency(word, "da")


def search_lemmas(text: str) -> str:
    """The dictionary forms of a text's words, each once, for the index."""
    return " ".join(dict.fromkeys(lemma(word) for word in words(text)))


def search_parts(text: str) -> str:
    """The parts of a text's compounds, each once, for the index."""
    return " ".join(
        dict.fromkeys(part for word in words(text) for part in compound_parts(lemma(word)))
    )


def number(value: float, decimals: int = 0) -> str:
    """A number the Danish way: 95.958 and 2,1."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
