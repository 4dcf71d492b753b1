"""Finding public pages, and making of each what a list shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, TextField
from django.db.models.functions import Left
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageQuerySet, PageViewRestriction
from wagtail.search.query import SearchQuery

from lederweb.core.models.pages import END_OF_TEXT, address_of
from lederweb.core.page_cache import remembered, remembered_many
from lederweb.search.excerpts import CHARACTERS_READ, excerpt, marked, wanted_words
from lederweb.search.questions import Question

# The kinds a reader can choose between, with the page types of each. By name, because some of
# the types live on the floor above.
KINDS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "artikel": (_("Articles"), ("publications.ArticlePage",)),
    "publikation": (
        _("Publications"),
        ("publications.PublicationPage", "publications.ChapterPage"),
    ),
    "podcast": (
        _("Podcasts"),
        ("publications.PodcastEpisodePage", "publications.PodcastSeriesPage"),
    ),
    "e-kursus": (_("E-courses"), ("publications.CoursePage", "publications.LessonPage")),
    "vaerktoej": (_("Tools"), ("publications.ToolPage",)),
    "projekt": (_("Projects"), ("projects.ProjectPage",)),
    "emne": (_("Topics"), ("publications.TopicPage",)),
    "nyhedsbrev": (_("Newsletters"), ("newsletter.IssuePage",)),
    "oversigt": (
        _("Overviews"),
        (
            "publications.ArticleIndexPage",
            "publications.PublicationIndexPage",
            "publications.PodcastIndexPage",
            "publications.CourseIndexPage",
            "publications.ToolIndexPage",
            "publications.TopicIndexPage",
            "publications.CataloguePage",
            "projects.TierIndexPage",
            "projects.ProjectIndexPage",
            "newsletter.NewsletterIndexPage",
        ),
    ),
    "om": (
        _("About Væksthuset"),
        (
            "projects.TierPage",
            "projects.EventIndexPage",
            "projects.MediaIndexPage",
            "projects.MembersPage",
            "pages.StandardPage",
            "analytics.StatusReportPage",
            "analytics.StatusReportIndexPage",
        ),
    ),
}
# What lists show of a page stands in these tables, read together with the page itself.
CONTENT = "publications.ContentPage"  # one table for what articles, tools, … have in common
# With fewer than this, pages that have only the parts of a compound are shown as well.
FEW = 3


class Reach(Enum):
    """How far the answer goes beyond the question."""

    STRICT = "strict"  # every word was found
    WIDE = "wide"  # of compounds, some pages have only parts
    LOOSE = "loose"  # some pages have only some of the words


@dataclass(frozen=True)
class Choice:
    """A kind that a reader can narrow the answer to, and how much there is of it."""

    label: str | Promise
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Result:
    """A page as search shows it; the names are those that the components read."""

    title: str
    title_marked: SafeString
    url: str
    kind_label: str
    owners: list[str]
    reading_minutes: int
    published_on: str
    lead: SafeString
    excerpt: SafeString


class Results:
    """An answer, counted in full and read in slices."""

    def __init__(self, question: Question, kind: str) -> None:
        self.question = question
        self._pages = searchable()
        self.reach, self._query, counts = self._reach_of()
        self.kinds = {
            key: sum(counts.get(pk, 0) for pk in _content_types(names))
            for key, (_label, names) in KINDS.items()
        }
        self.total = sum(self.kinds.values())
        # A kind that has nothing shows everything instead of an empty page.
        self.kind = kind if self.kinds.get(kind) else ""

    def count(self) -> int:
        return self.kinds[self.kind] if self.kind else self.total

    def choices(self) -> list[Choice]:
        """The kinds to choose between, all of them first, without those that have nothing."""
        found = [(key, label, self.kinds[key]) for key, (label, _names) in KINDS.items()]
        return [
            Choice(label, count, self._address(key), key == self.kind)
            for key, label, count in [("", _("All"), self.total), *found]
            if count
        ]

    def address_query(self) -> str:
        """The question as the query part of an address, for leafing through the answer."""
        return self._address(self.kind)

    def _address(self, kind: str) -> str:
        values = {"q": self.question.text} | ({"art": kind} if kind else {})
        return urlencode(values)

    def __getitem__(self, wanted: slice) -> list[Result]:
        pages = self._pages
        if self.kind:
            pages = pages.filter(content_type__in=_content_types(KINDS[self.kind][1]))
        pages = pages.only("pk").annotate(
            words=Left(F("index_entries__body_text"), CHARACTERS_READ)
        )
        found = list(pages.search(self._query)[wanted])
        shown = _shown([page.pk for page in found])
        return [
            _result(shown[page.pk], page.words, self.question) for page in found if page.pk in shown
        ]

    def _reach_of(self) -> tuple[Reach, SearchQuery, dict[int, int]]:
        """The narrowest question that is answered well enough."""
        question = self.question
        query, reach = question.strictly(), Reach.STRICT
        counts = self._counted(query)
        if question.parts and sum(counts.values()) < FEW:
            wide = question.widely()
            more = self._counted(wide)
            if sum(more.values()) > sum(counts.values()):
                query, reach, counts = wide, Reach.WIDE, more
        if not counts and len(question.words) > 1:
            query, reach = question.loosely(), Reach.LOOSE
            counts = self._counted(query)
        return reach, query, counts

    def _counted(self, query: SearchQuery) -> dict[int, int]:
        """How many pages of each content type answer the query."""
        return self._pages.search(query).facet("content_type_id")


def searchable() -> PageQuerySet:
    """Everything that may be found: nothing unpublished, nothing private."""
    every_type = {pk for _label, names in KINDS.values() for pk in _content_types(names)}
    pages = Page.objects.live().filter(content_type__in=every_type)
    # Wagtail's search cannot compile the subquery that `public()` has.
    for path in remembered("private paths", _private_paths):
        pages = pages.exclude(path__startswith=path)
    return pages


def is_found(word: str) -> bool:
    """Whether a page has the word, in any inflection. One query."""
    return bool(searchable().search(Question.read(word).strictly()).count())


def _private_paths() -> list[str]:
    return list(PageViewRestriction.objects.values_list("page__path", flat=True))


@lru_cache
def _models() -> tuple[type[Page], ...]:
    """The models of those tables."""
    content = apps.get_model(CONTENT)
    models = [apps.get_model(name) for _label, names in KINDS.values() for name in names]
    return (content, *(model for model in models if not issubclass(model, content)))


@lru_cache
def _tables() -> tuple[str, ...]:
    return tuple(model._meta.model_name or "" for model in _models())


@lru_cache
def _long_texts() -> tuple[str, ...]:
    """Columns that no list shows."""
    return tuple(
        f"{model._meta.model_name}__{column.name}"
        for model in _models()
        for column in model._meta.local_fields
        if isinstance(column, TextField) and column.name not in ("lead", "preview_text")
    )


def _content_types(names: tuple[str, ...]) -> list[int]:
    """The keys of the page types' content types; no query, Django keeps them."""
    return [ContentType.objects.get_for_model(apps.get_model(name)).pk for name in names]


@dataclass(frozen=True)
class Shown:
    """What a list of results shows of a page, whatever was asked."""

    title: str
    url: str
    kind_label: str
    owners: list[str]
    reading_minutes: int
    published_on: str
    lead: str


def _shown(pks: list[int]) -> dict[int, Shown]:
    """The pages' own part of the results, kept between searches; one query where it is not."""

    def read(missing: list[str]) -> dict[str, Shown | None]:
        wanted = [names[name] for name in missing]
        pages = Page.objects.filter(pk__in=wanted).select_related(*_tables())
        rows = {page.pk: _read(page) for page in pages.defer(*_long_texts())}
        return {name: rows.get(names[name]) for name in missing}

    names = {f"found:{get_language()}:{pk}": pk for pk in pks}
    found = remembered_many(names, read)
    return {names[name]: page for name, page in found.items() if page is not None}


def _read(page: Any) -> Shown:
    row = next(row for table in _tables() if (row := getattr(page, table, None)))
    return Shown(
        title=page.title,
        url=address_of(page),
        kind_label=str(getattr(row, "kind_name", row.kind_label)),
        owners=_owners(row),
        reading_minutes=getattr(row, "reading_minutes", 0),
        published_on=getattr(row, "published_on", ""),
        lead=row.preview_text if hasattr(row, "preview_text") else row.lead,
    )


def _result(page: Shown, words: str, question: Question) -> Result:
    text, _end, _forms = words.partition(END_OF_TEXT)
    # The parts of a compound are marked only where the compound itself is not found.
    for forms in (question.forms, question.parts):
        is_wanted = wanted_words(forms)
        title, in_title = marked(page.title, is_wanted)
        lead, in_lead = marked(page.lead, is_wanted)
        around = SafeString("") if in_lead else excerpt(text, is_wanted)
        if in_title or in_lead or around:
            break
    return Result(
        title=page.title,
        title_marked=title,
        url=page.url,
        kind_label=page.kind_label,
        owners=page.owners,
        reading_minutes=page.reading_minutes,
        published_on=page.published_on,
        lead=lead,
        excerpt=around,
    )


def _owners(row: Any) -> list[str]:
    return [row.tier] if hasattr(row, "tier") else getattr(row, "owners", [])
