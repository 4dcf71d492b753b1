"""What a reader may have meant, where no page has what they wrote.

A word that Danes write is taken as it is: only one that stands in no list of frequent Danish words,
in no dictionary and on no page may be misspelled. Proposed is the nearest word of the titles and
leads of public pages, else the most frequent Danish word with one letter changed, if a page has it.
So a proposal finds something.
"""

from __future__ import annotations

from collections import Counter

from rapidfuzz.distance import OSA

from lederweb.core.page_cache import present_generation, remembered
from lederweb.lib import danish
from lederweb.search.results import Reach, Results, is_found, searchable

MOST_WORDS = 3
_SHORTEST = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
# From this length on two letters may be wrong, below it one.
_LONG = 8


def meant_by(results: Results) -> str:
    """The question as our pages spell it; empty where it was answered or nothing is near.

    At most one query for each word where nothing was found, two where something was, and the one
    that reads the words of our pages, once after anything is published.
    """
    question = results.question
    if results.total and results.reach is not Reach.LOOSE:
        return ""
    # A question that is cut is shown cut; without a cache the words would be read each time.
    is_whole = set(question.words) <= set(question.all_words) and not question.is_cut
    if not is_whole or len(question.words) > MOST_WORDS or not present_generation():
        return ""
    better = {}
    for word in question.words:
        if not _may_be_misspelled(word):
            continue
        near = _on_our_pages(word) or _in_danish(word)
        if near and not (results.total and is_found(word)):
            better[word] = near
    return " ".join(better.get(word, word) for word in question.all_words) if better else ""


def _may_be_misspelled(word: str) -> bool:
    return (
        len(word) >= _SHORTEST
        and word.isalpha()
        and not danish.frequency(word)
        and not danish.is_known(word)
        and word not in remembered("words of our pages", _words)
    )


def _on_our_pages(word: str) -> str:
    """The word of titles and leads with the fewest letters missing, too many, wrong or swapped
    (optimal string alignment), and of those the most used.
    """
    most = 2 if len(word) >= _LONG else 1
    near = [
        (letters, -count, other)
        for other, count in remembered("words of our pages", _words).items()
        if (letters := OSA.distance(word, other, score_cutoff=most)) <= most
    ]
    return min(near)[2] if near else ""


def _in_danish(word: str) -> str:
    """The most frequent Danish word that is one letter away, if a page has it."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    near = {
        *(head + tail[1:] for head, tail in halves if tail),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1),
        *(head + letter + tail for head, tail in halves for letter in _LETTERS),
        *(head + letter + tail[1:] for head, tail in halves if tail for letter in _LETTERS),
    }
    best = max(sorted(near - danish.FUNCTION_WORDS), key=danish.frequency)
    return best if danish.frequency(best) and is_found(best) else ""


def _words() -> Counter[str]:
    """The words of titles and leads, with the number of pages. One query."""
    found: Counter[str] = Counter()
    for texts in searchable().values_list("title", "contentpage__lead"):
        words = {word for text in texts if text for word in danish.whole_words(text)}
        found.update(
            word
            for word in words
            if len(word) >= _SHORTEST and word not in danish.FUNCTION_WORDS and word.isalpha()
        )
    return found
