"""The definitions read aloud, hit by hit and slowly, to hold the roll-up against.

Knows nothing of how the roll-up or the recount do it: each hit is compared with every other.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from analytics.ingest.submission import Hit
from analytics.models import DailyTotal, HourlyTotal, MonthlyTotal, YearlyTotal
from lederweb.lib.periods import COPENHAGEN

_STEP = 20_000  # of sound, in millionths of a play: all parts of random hits are so many
HALF_AN_HOUR = dt.timedelta(minutes=30)
# (period as text, metric, dimension, key)
Total = tuple[str, str, str, str]
LabelsOf = Mapping[tuple[str, int], Sequence[str]]


def brute_force(hits: Sequence[Hit], labels: LabelsOf) -> dict[Total, int]:
    totals: Counter[Total] = Counter()
    visitors: dict[Total, set[bytes]] = {}
    for number, each in enumerate(hits):
        places = _places(each, labels)
        earlier = [
            other
            for index, other in enumerate(hits)
            if other.visitor == each.visitor
            and _month(other) == _month(each)
            and (other.at, index) < (each.at, number)
        ]
        later = [other for other in hits if other.visitor == each.visitor and other not in earlier]
        for metric, dimensions in _metrics(each, earlier, later, places):
            for dimension, key in {("site", ""), *dimensions}:
                for period in _periods(each):
                    totals[period, metric, dimension, key] += 1
        if each.kind == "view":
            for dimension, key in {("site", ""), *places["page"], *places["labels"]}:
                for period in (_day(each), _month(each)):
                    of_period = visitors.setdefault((period, "visitors", dimension, key), set())
                    of_period.add(each.visitor)
    return dict(totals) | {place: len(seen) for place, seen in visitors.items()}


def _metrics(
    each: Hit, earlier: list[Hit], later: list[Hit], places: dict
) -> Iterator[tuple[str, set]]:
    same = [other for other in earlier if other.kind == each.kind]
    of_object = [other for other in same if other.object_id == each.object_id]
    if each.kind == "view":
        led_by = _led_by(each, earlier)
        yield (
            "page_views",
            places["manner"] | places["page"] | places["labels"] | places["referrer"] | led_by,
        )
        if not any(each.at - other.at < HALF_AN_HOUR for other in same):
            yield "visits", places["manner"]
    elif each.kind == "download":
        if not any(each.at - other.at < dt.timedelta(seconds=30) for other in of_object):
            yield "downloads", places["document"] | places["labels"]
    elif each.kind == "audio":
        first = not any(_day(other) == _day(each) for other in of_object)
        parts = [
            other
            for other in later
            if (other.kind, other.object_id, _day(other)) == ("audio", each.object_id, _day(each))
        ]
        heard = {
            step
            for part in parts
            for step in range(part.began or 0, (part.began or 0) + (part.amount or 0), _STEP)
        }
        if first and len(heard) * _STEP >= 1_000_000:
            yield "plays", places["episode"] | places["labels"]
    elif each.kind == "feed":
        yield "feeds", places["page"]
    else:
        found = {("word_results", f"{word}:{each.amount}") for _name, word in places["word"]}
        yield "searches", places["word"] | (set() if each.amount is None else found)
        if each.amount == 0:
            yield "searches_in_vain", places["word"]


def _led_by(each: Hit, earlier: list[Hit]) -> set[tuple[str, str]]:
    """The word of the search that was the step before this page."""
    steps = [
        (other.at, index, other)
        for index, other in enumerate(earlier)
        if other.kind == "search" or (other.kind == "view" and other.object_id is not None)
    ]
    if not steps or each.object_id is None or each.referrer != "internal":
        return set()
    last = max(steps, key=lambda step: step[:2])[2]
    if last.kind == "search" and last.word and each.at - last.at < HALF_AN_HOUR:
        return {("page_word", f"{each.object_id}:{last.word}")}
    return set()


def _places(each: Hit, labels: LabelsOf) -> dict[str, set[tuple[str, str]]]:
    key = each.object_id
    of_object = {} if key is None else {name: {(name, str(key))} for name in ("page", "document", "episode")}  # fmt: skip
    manner = {
        (name, getattr(each, name))
        for name in ("referrer", "referrer_site", "campaign", "device", "language")
        if getattr(each, name)
    }
    return {
        "page": set(),
        "document": set(),
        "episode": set(),
        **of_object,
        "manner": manner,
        "referrer": set() if key is None else {("page_referrer", f"{key}:{each.referrer}")},
        "word": {("word", each.word)} if each.word else set(),
        "labels": {
            (label.split(":")[0], label.split(":")[1])
            for label in (() if key is None else labels.get((each.kind, key), ()))
        },
    }


def _day(each: Hit) -> str:
    return f"{each.at.astimezone(COPENHAGEN):%Y-%m-%d}"


def _month(each: Hit) -> str:
    return f"{each.at.astimezone(COPENHAGEN):%Y-%m}"


def _periods(each: Hit) -> tuple[str, ...]:
    hour = f"{each.at.astimezone(dt.UTC):%Y-%m-%dT%H}Z"
    return hour, _day(each), _month(each), _month(each)[:4]


def differences(hits: Sequence[Hit], labels: LabelsOf) -> dict[Total, tuple[int | None, ...]]:
    """Where the tables and a count by brute force do not agree: (what stands, what should).

    Estimates may be off by as much as promised (V4), and by one.
    """
    exact = brute_force(hits, labels)
    stands = standing()
    for place, value in standing(estimates=True).items():
        if place in exact and abs(value - exact[place]) <= max(1, 0.03 * exact[place]):
            stands[place] = exact[place]
        else:
            stands[place] = value
    return {
        place: (stands.get(place), exact.get(place))
        for place in stands.keys() | exact.keys()
        if stands.get(place) != exact.get(place)
    }


def standing(*, estimates: bool = False) -> dict[Total, int]:
    """What stands in the tables, of all series, in the same words."""
    rows: dict[Total, int] = {}
    for model, written in (
        (HourlyTotal, "%Y-%m-%dT%HZ"),
        (DailyTotal, "%Y-%m-%d"),
        (MonthlyTotal, "%Y-%m"),
        (YearlyTotal, "%Y"),
    ):
        for total in model.objects.filter(is_estimate=estimates):
            period = getattr(total, model.PERIOD)
            if isinstance(period, dt.datetime):
                period = period.astimezone(dt.UTC)
            place = (period.strftime(written), total.metric, total.dimension, total.key)
            rows[place] = total.value
    return rows
