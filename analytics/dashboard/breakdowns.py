"""The period's numbers by what they are for: Væksthus, topic, page, where readers came from …"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from wagtail.models import Page

from analytics import charts
from analytics import names as words_for
from analytics.charts import Bar
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.reach import change
from analytics.dashboard.section import Cell, Section, Table
from analytics.definitions import DEFINITIONS
from analytics.ingest.referrers import group_of, site_of
from analytics.models import DailyTotal, MonthlyTotal
from analytics.querysets import TotalQuerySet
from analytics.ranking import most_in
from analytics.services.bound_keys import FREE, OTHER
from lederweb.core.models import CustomDocument
from lederweb.lib import danish
from projects.models import Tier

_SHOWN = 20
_DRAWN = 10
# Some keys are of pages that have been deleted, and have no name any more, or belong to another list
# of the same dimension; where most do, more are read. What strangers can make up is not read whole.
_READ = (40, 800, None)
_READ_OF_FREE = (800,)
_LONGEST_NAME = 40

Names = Callable[[Iterable[str]], dict[str, str]]


def pages(keys: Iterable[str]) -> dict[str, str]:
    ids = [int(key) for key in keys if key.isdecimal()]
    return {
        str(pk): title for pk, title in Page.objects.filter(pk__in=ids).values_list("pk", "title")
    }


def documents(keys: Iterable[str]) -> dict[str, str]:
    ids = [int(key) for key in keys if key.isdecimal()]
    found = CustomDocument.objects.filter(pk__in=ids)
    return words_for.files(found.only("pk", "title", "file", "file_size", "language"))


def as_they_are(keys: Iterable[str]) -> dict[str, str]:
    return {key: key for key in keys if key not in ("", OTHER)}


def engines_and_networks(keys: Iterable[str]) -> dict[str, str]:
    """By what they are now known as, whenever they were counted; an app with a word that it is."""
    return {
        key: site if (site := site_of(key)) == key else _("%(site)s (app)") % {"site": site}
        for key in as_they_are(keys)
        if group_of(key) in _ENGINES_AND_NETWORKS
    }


def other_sites(keys: Iterable[str]) -> dict[str, str]:
    named = as_they_are(keys)
    return {key: name for key, name in named.items() if group_of(key) == "site"}


_ENGINES_AND_NETWORKS = ("search", "social")
# Names that were typed or belong to sites: never written with a capital letter.
_AS_TYPED = (as_they_are, engines_and_networks, other_sites)


def one_of(names: Callable[[], dict[str, str]]) -> Names:
    def look_up(keys: Iterable[str]) -> dict[str, str]:
        known = names()
        return {key: known.get(key, key) for key in keys if key}

    return look_up


def _tiers() -> dict[str, str]:
    return {str(value): str(label) for value, label in Tier.choices}


@dataclass(frozen=True)
class Breakdown:
    """A list of what was most, beside what it was in the other period. Two or three queries."""

    slug: str
    heading: str | Promise
    metric: str
    dimension: str
    column: str | Promise
    names: Names
    # A page of two topics counts for both, so that parts are more than the whole.
    overlaps: bool = False

    def __call__(self, numbers: Numbers) -> Section:
        period = numbers.period
        for count in _READ_OF_FREE if self.dimension in FREE else _READ:
            ranked = self._ranked(numbers, count)
            names = self.names(key for key, _value in ranked)
            if len(names) >= _SHOWN or count is None or len(ranked) < count:
                break
        shown = [(key, value) for key, value in ranked if key in names][:_SHOWN]
        before = self._before(numbers, [key for key, _value in shown])
        rows: list[list[Cell]] = [
            [
                names[key],
                value,
                before.get(key),
                change(value, before.get(key)) if numbers.can_be_compared else None,
            ]
            for key, value in shown
        ]
        definition = DEFINITIONS[self.metric]
        found = [*numbers.demonstration_warnings, *numbers.definition_warnings]
        found += numbers.beginning_warnings
        if before:
            found += [*numbers.unfinished_warnings, *numbers.comparison_warnings]
        notes = []
        if self.overlaps:
            notes.append(
                _("What belongs to two counts for both, so the sum is more than the whole.")
            )
        if shown and not before:
            notes.append(
                _("There are no numbers from %(period)s.") % {"period": numbers.compared.name}
            )
        # Nobody has to make up a search engine (`services/bound_keys.py`).
        others = dict(ranked).get(OTHER)
        if others and self.names is not engines_and_networks:
            notes.append(
                ngettext(
                    "Beside these, %(count)s visit came from where too few readers came from that "
                    "day to be listed.",
                    "Beside these, %(count)s visits came from where too few readers came from that "
                    "day to be listed.",
                    others,
                )
                % {"count": danish.number(others)}
            )
        return Section(
            slug=self.slug,
            heading=self.heading,
            sentence=self._sentence(numbers, names, shown),
            table=Table(
                [
                    str(self.column),
                    # Away from the page nothing else says of when the numbers are.
                    (
                        _("%(what)s: %(period)s until now")
                        if numbers.is_running
                        else _("%(what)s: %(period)s")
                    )
                    % {"what": definition.name, "period": period.name},
                    _("Compared: %(period)s") % {"period": numbers.compared.name},
                    pgettext("of a number", "Change"),
                ],
                rows,
            ),
            drawing=_bars([(self._drawn_name(names[key]), value) for key, value in shown[:_DRAWN]])
            if shown
            else None,
            description=_("Bars, the most first."),
            definitions=[definition],
            warnings=found if shown else [],
            notes=notes,
            source=numbers.source,
            empty=""
            if shown
            else _("There is nothing to show for %(period)s.") % {"period": period.name},
        )

    def _ranked(self, numbers: Numbers, count: int | None) -> list[tuple[str, int]]:
        """Two lists of one dimension read it once."""
        period = numbers.period
        what = (self.metric, self.dimension, count)
        if what not in numbers.ranked:
            numbers.ranked[what] = most_in(
                self.metric,
                self.dimension,
                period.first,
                period.last,
                today=numbers.today,
                series=numbers.series,
                foremost=OTHER,
                count=count,
            )
        return numbers.ranked[what]

    def _drawn_name(self, name: str) -> str:
        """At the beginning of a line; the names of sites and what was typed stay as they are."""
        return name if self.names in _AS_TYPED else str(capfirst(name))

    def _before(self, numbers: Numbers, keys: list[str]) -> dict[str, int]:
        if not keys:
            return {}
        return _totals(numbers.compared).sums_of(
            self.metric, self.dimension, keys, *_ends(numbers.compared), series=numbers.series
        )

    def _sentence(
        self, numbers: Numbers, names: dict[str, str], shown: list[tuple[str, int]]
    ) -> str:
        if not shown:
            return ""
        key, value = shown[0]
        told = (
            _("Most until now %(when)s: %(name)s, %(value)s %(unit)s.")
            if numbers.is_running
            else _("Most %(when)s: %(name)s, %(value)s %(unit)s.")
        )
        return told % {
            "when": numbers.period.when,
            "name": names[key],
            "value": danish.number(value),
            "unit": str(DEFINITIONS[self.metric].name).lower(),
        }


class SearchWords(Breakdown):
    """With the number of results beside each word. One query more."""

    def __call__(self, numbers: Numbers) -> Section:
        found = super().__call__(numbers)
        words = [str(row[0]) for row in found.table.rows]
        results = _totals(numbers.period).results_of(
            words, *_ends(numbers.period), series=numbers.series
        )
        rows = [[*row[:2], _range(results.get(str(row[0]))), *row[2:]] for row in found.table.rows]
        definition = DEFINITIONS["results"]
        what, number, *others = found.table.columns
        return replace(
            found,
            table=Table([what, number, str(definition.name), *others], rows),
            definitions=[*found.definitions, definition],
        )


def _range(results: tuple[int, int] | None) -> Cell:
    if results is None:
        return None
    fewest, most = results
    if fewest == most:
        return most
    return _("%(fewest)s to %(most)s") % {
        "fewest": danish.number(fewest),
        "most": danish.number(most),
    }


def _totals(period: Period) -> TotalQuerySet:
    return (MonthlyTotal if period.is_months else DailyTotal).objects.all()


def _ends(period: Period) -> tuple:
    if period.is_months:
        return period.months[0].first_day, period.months[-1].first_day
    return period.first, period.last


def _bars(ranked: list[tuple[str, int]]) -> charts.Chart:
    return charts.rows(
        [
            Bar(_shortened(name, number), value, danish.number(value))
            for number, (name, value) in enumerate(ranked, start=1)
        ]
    )


def _shortened(name: str, number: int) -> str:
    """With its place, so that two pages of one title stay two, and with what tells it apart."""
    title, bracket, told = name.rpartition(" (")
    if not (bracket and name.endswith(")") and len(told) < _LONGEST_NAME // 2):
        title, bracket, told = name, "", ""
    room = _LONGEST_NAME - len(bracket + told)
    short = title if len(title) <= room else f"{title[: room - 1].rstrip()}…"
    return f"{number}. {short}{bracket}{told}"


TIERS = Breakdown(
    "vaeksthuse",
    gettext_lazy("By Væksthus"),
    "page_views",
    "tier",
    gettext_lazy("Væksthus or board"),
    one_of(_tiers),
    overlaps=True,
)
KINDS_READ = Breakdown(
    "art",
    gettext_lazy("By kind"),
    "page_views",
    "kind",
    gettext_lazy("Kind of page"),
    one_of(words_for.kinds),
)
TOPICS = Breakdown(
    "emner",
    gettext_lazy("By topic"),
    "page_views",
    "topic",
    gettext_lazy("Topic"),
    pages,
    overlaps=True,
)
PROJECTS = Breakdown(
    "projekter",
    gettext_lazy("By project"),
    "page_views",
    "project",
    gettext_lazy("Project"),
    pages,
    overlaps=True,
)
MOST_READ = Breakdown(
    "mest-laeste",
    gettext_lazy("Most read"),
    "page_views",
    "page",
    gettext_lazy("Page"),
    pages,
)
DOCUMENTS = Breakdown(
    "dokumenter",
    gettext_lazy("Most downloaded"),
    "downloads",
    "document",
    gettext_lazy("Document"),
    documents,
)
EPISODES = Breakdown(
    "episoder",
    gettext_lazy("Most played"),
    "plays",
    "episode",
    gettext_lazy("Episode"),
    pages,
)
CAME_FROM = Breakdown(
    "hvorfra",
    gettext_lazy("Where readers came from"),
    "visits",
    "referrer",
    gettext_lazy("Came from"),
    one_of(words_for.referrers),
)
ENGINES = Breakdown(
    "soegemaskiner-og-sociale-medier",
    gettext_lazy("Search engines and social media that led here"),
    "visits",
    "referrer_site",
    gettext_lazy("Site"),
    engines_and_networks,
)
SITES = Breakdown(
    "fra-sider",
    gettext_lazy("Other sites that led here"),
    "visits",
    "referrer_site",
    gettext_lazy("Site"),
    other_sites,
)
ON_DEVICES = Breakdown(
    "enheder",
    gettext_lazy("On which device"),
    "visits",
    "device",
    gettext_lazy("Device"),
    one_of(words_for.devices),
)
LANGUAGES = Breakdown(
    "sprog",
    gettext_lazy("In which language"),
    "visits",
    "language",
    gettext_lazy("Language of the browser"),
    words_for.languages,
)
CAMPAIGNS = Breakdown(
    "kampagner",
    gettext_lazy("Campaigns"),
    "visits",
    "campaign",
    gettext_lazy("Campaign in the link"),
    as_they_are,
)
FEEDS = Breakdown(
    "feeds",
    gettext_lazy("Fetched feeds"),
    "feeds",
    "page",
    gettext_lazy("Feed of"),
    words_for.feeds,
)
WORDS = SearchWords(
    "soegeord",
    gettext_lazy("What was searched for"),
    "searches",
    "word",
    gettext_lazy("Search words"),
    as_they_are,
)
IN_VAIN = Breakdown(
    "soegt-forgaeves",
    gettext_lazy("What was searched for in vain"),
    "searches_in_vain",
    "word",
    gettext_lazy("Search words"),
    as_they_are,
)
