"""Numbers in the editor's words: rounded rightly, the same above and below, counted, never typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from analytics.figures.wording import as_estimate, rounded
from analytics.reports.proof.passages import Known, Passage, Proof, Told, shown
from analytics.reports.proof.things import counted_words
from analytics.reports.sections.part import unit_name
from lederweb.lib.periods import MONTH_NAMES

# So near, a rounded number is meant for the exact one: the published ones were off by 1.4%.
_NEAR = 0.02
_LEAST_TYPED = 10
_WORDS_AROUND = 3
_MONTHS = "|".join(MONTH_NAMES)
_THOUSANDS = r"\d{1,3}(?:\.\d{3})+(?!\d)"
_ABOUT = re.compile(rf"\b(?:ca\.|cirka|omkring)\s*({_THOUSANDS})", re.IGNORECASE)
_ABOUT_BEFORE = re.compile(r"\b(?:ca\.|cirka|omkring)\s*$", re.IGNORECASE)
_AT_LEAST = re.compile(r"(?:mere end|over|mindst)\s*$")
_NUMBER = re.compile(rf"(?<![\w.,/:–-])(?:{_THOUSANDS}|\d+)(?![\w/:–-]|[.,]\d)")
_DATES = re.compile(
    rf"\b\d{{1,2}}\.\s*(?:{_MONTHS})(?:\s+\d{{4}})?|\b(?:{_MONTHS})\s+\d{{4}}"
    r"|\b\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\b|\bkl\.\s*[\d.:]+"
    r"|\bVæksthus\s+\d(?:\+\d)*",
    re.IGNORECASE,
)
_YEARS = range(1900, 2100)
# Two numbers of these that are near each other tell of the same; two of participants need not.
_ONE_THING = ("visits", "visitors", "subscribers")
# The word behind a number, and the unit that it means.
_UNIT_WORDS = (
    (r"besøgende", "visitors"),
    (r"besøg", "visits"),
    (r"abonnent\w*", "subscribers"),
    (r"følgere?\w*|brugere på", "followers"),
    (r"afspilning\w*", "plays"),
    (r"tilmeld\w*|kursist\w*", "enrolments"),
    (r"eksemplar\w*", "copies"),
)


def about_is_rounded(proof: Proof) -> Iterator[Told]:
    """Every "ca." is the exact value rounded to the nearest hundred."""
    for passage in proof.passages:
        for match in _ABOUT.finditer(passage.typed):
            number = _read(match[1])
            yield from _about(proof, passage.place, number, _unit_after(passage.typed, match.end()))
        for value in passage.figures:
            if value.stated_as == "about":
                yield from _about(proof, passage.place, value.value, unit_name(value.unit))
    one_thing = {unit_name(unit) for unit in _ONE_THING}
    for known in proof.known:
        if known.is_rounded and known.unit in one_thing:
            yield from _about(proof, "#block-" + _counted_block(proof), known.value, known.unit)


def _counted_block(proof: Proof) -> str:
    """Where visits are counted: the only section that can hold a rounded total beside an exact."""
    for block in proof.page.body:
        if block.block_type == "counted" and block.value["what"] == "besoeg":
            return f"{block.id}-section"
    return ""


def _about(proof: Proof, place: str, number: int, unit: str) -> Iterator[Told]:
    exact = [known for known in proof.known if not known.is_rounded]
    of_unit = [known for known in exact if known.unit == unit]
    best = _nearest(number, of_unit or exact)
    if best is None:
        return
    right = rounded(best.value, "about-100")
    if number != right:
        yield Told(
            "about",
            _(
                "“ca. %(number)s” is not “%(name)s” rounded: %(value)s is ca. %(right)s. Put the "
                "figure in, or write ca. %(right)s."
            )
            % {
                "number": shown(number),
                "name": best.name,
                "value": shown(best.value),
                "right": shown(right),
            },
            place,
        )


def _nearest(number: int, known: list[Known]) -> Known | None:
    near = [one for one in known if abs(one.value - number) <= _NEAR * one.value]
    return min(near, key=lambda one: abs(one.value - number), default=None)


def headline_is_the_body(proof: Proof) -> Iterator[Told]:
    """A figure that both name has one value; one with "ca." that value rounded."""
    for passage in proof.headline:
        for value in passage.figures:
            yield from _same(proof, passage, value.value, unit_name(value.unit), value.name)
        abouts = {match.start(1) for match in _ABOUT.finditer(passage.typed)}
        for match in _NUMBER.finditer(passage.typed):
            unit = _unit_after(passage.typed, match.end())
            before = passage.typed[: match.start()]
            is_other = match.start() in abouts or _AT_LEAST.search(before)
            if unit and not is_other and not _is_year(match[0]):
                number, is_about = _read(match[0]), bool(_ABOUT_BEFORE.search(before))
                yield from _same(proof, passage, number, unit, unit, is_about=is_about)


def _same(
    proof: Proof, passage: Passage, value: int, unit: str, name: str, *, is_about: bool = False
) -> Iterator[Told]:
    values = sorted({known.value for known in proof.known if known.unit == unit})
    right = set(values)
    if is_about:
        # To the hundred, or as the sections tell an estimate: below a thousand to the ten.
        right = {
            number for one in values for number in (rounded(one, "about-100"), as_estimate(one))
        }
    if values and value not in right:
        yield Told(
            "headline",
            _(
                "The main results say %(value)s (%(name)s), but below stand %(others)s. Name the "
                "same figure with the same value."
            )
            % {"value": shown(value), "name": name, "others": _listed(values)},
            passage.place,
        )


def _listed(values: list[int]) -> str:
    return ", ".join(map(shown, values))


def counted_words_are_true(proof: Proof) -> Iterator[Told]:
    """ "tre publikationer" equals what is listed."""
    for passage in proof.passages:
        for found in counted_words(passage.words, proof.scope, is_headline=passage.is_headline):
            if found.said != found.listed:
                yield Told(
                    "words",
                    _("The text says “%(words)s”, but the report lists %(count)s.")
                    % {"words": found.words, "count": shown(found.listed)},
                    passage.place,
                )


def numbers_are_figures(proof: Proof) -> Iterator[Told]:
    """Numbers in digits that nothing counts: a figure, or somebody answers for it."""
    for passage in proof.passages:
        words = passage.typed
        dates = [match.span() for match in _DATES.finditer(words)]
        counted = {found.start for found in counted_words(words, proof.scope, is_headline=True)}
        for match in _NUMBER.finditer(words):
            number = _read(match[0])
            is_year = _is_year(match[0])
            is_date = any(first <= match.start() < last for first, last in dates)
            if number < _LEAST_TYPED or is_year or is_date or match.start() in counted:
                continue
            yield Told(
                "typed",
                _(
                    "The number %(number)s is typed (“%(around)s”). Put it in with the button "
                    "Figure, or say below where it comes from."
                )
                % {"number": match[0], "around": _around(words, match)},
                passage.place,
            )


def _around(words: str, match: re.Match[str]) -> str:
    """The number with a few words on both sides."""
    before = words[: match.start()].rpartition("\n")[2].split()
    after = words[match.end() :].partition("\n")[0].split(" ")
    shown_before, shown_after = before[-_WORDS_AROUND:], after[: _WORDS_AROUND + 1]
    text = " ".join([*shown_before, match[0] + shown_after[0], *shown_after[1:]]).strip()
    begins = "… " if len(before) > len(shown_before) else ""
    return begins + text + (" …" if len(after) > len(shown_after) else "")


def _unit_after(words: str, end: int) -> str:
    behind = words[end : end + 30]
    for pattern, unit in _UNIT_WORDS:
        if re.match(rf"\s*(?:\w+\s+)?(?:{pattern})\b", behind, re.IGNORECASE):
            return unit_name(unit)
    return ""


def _is_year(number: str) -> bool:
    return "." not in number and int(number) in _YEARS


def _read(number: str) -> int:
    return int(number.replace(".", ""))
