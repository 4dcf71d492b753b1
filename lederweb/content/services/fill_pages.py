"""Filling the drafts from the texts and publishing them, each as one revision of the editor's."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.html import escape, strip_tags

from lederweb.content.reading.library import Text
from lederweb.content.reading.markdown import Block, with_pages
from lederweb.content.services.demonstration import Demonstration
from lederweb.content.services.fill_tools import cards_of, steps_of
from lederweb.content.services.index_at_once import one_piece
from lederweb.content.services.make_pictures import Studio
from lederweb.content.services.plant_pages import INDEXES, MODELS, TOPIC
from lederweb.content.services.publish_files import editions_of, read_aloud, recording_of
from lederweb.lib import danish
from projects.models import Partner, Person
from publications.models import ArticlePage, Pick, PodcastEpisodePage, PublicationPage
from publications.models.articles import ArticleAuthor
from publications.models.podcasts import EpisodePerson
from publications.podcasts.transcripts import as_webvtt

_NUMBERS = {"pk", "id", "sort_order"}
HOST = "Lederwebs redaktion"  # of every episode
_BLOCKS = {"body", "reflections", "quiz", "steps"}
# A person reads these on stdout.
_NAMES = {
    "tiers": "Væksthuse",
    "projects": "Projects",
    "articles": "Articles",
    "publications": "Publications",
    "series": "Podcast series",
    "episodes": "Podcast episodes",
    "courses": "E-courses",
    "lessons": "Lessons",
    "tools": "Tools",
    "standard": "Standard pages",
}


def fill_pages(*, demonstration: Demonstration) -> None:
    """Fill and publish every page that is still a draft of ours.

    With `demonstration.refresh` the texts are written again into those pages that differ from
    them, as new revisions. Each page is one transaction.
    """
    filler = _Filler(demonstration)
    kinds = list(_NAMES)
    filler.draw(kinds[0])
    filler.overviews()
    for kind, next_kind in zip(kinds, [*kinds[1:], None], strict=True):
        if next_kind:
            filler.draw(next_kind)  # while the database is busy with this one
        filler.texts(kind)


def _author(name: str) -> Person:
    """Whoever writes or hosts, made when first named; the editors are no one person."""
    return Person.objects.get_or_create(name=name, defaults={"is_team": name == HOST})[0]


def _as_told(page: Any) -> Any:
    """What a reader gets of a page, to be compared: without the numbers of its parts."""

    def without_numbers(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: without_numbers(part) for key, part in value.items() if key not in _NUMBERS
            }
        if isinstance(value, list):
            return [without_numbers(part) for part in value]
        return value

    data = page.serializable_data()
    return without_numbers(
        {key: json.loads(value) if key in _BLOCKS else value for key, value in data.items()}
    )


class _Filler:
    def __init__(self, demonstration: Demonstration) -> None:
        self.demonstration = demonstration
        self.library = demonstration.library
        self.studio = Studio(demonstration)
        self._waiting = {kind: self._to_fill(kind) for kind in _NAMES}

    def _to_fill(self, kind: str) -> list[Text]:
        pages = apps.get_model(MODELS[kind]).objects
        if not self.demonstration.refresh:
            pages = pages.filter(latest_revision=None)
        numbers = set(pages.values_list("pk", flat=True))
        texts = [
            text for text in self.library[kind] if self.demonstration.pages[text.address] in numbers
        ]
        # Of two articles without a date the one with the higher old number is the newer.
        return sorted(texts, key=lambda text: text.data.get("legacy_id", 0))

    def page_at(self, address: str) -> Any:
        return self.demonstration.pages[address]

    def draw(self, kind: str) -> None:
        """Begin to draw the pictures of the pages of this kind."""
        if not self.demonstration.refresh:  # then most have theirs
            self.studio.order(self._waiting[kind])

    # --- Overviews and topics ---------------------------------------------------------------
    def overviews(self) -> None:
        demonstration = self.demonstration
        models = ["pages.HomePage", *INDEXES.values(), TOPIC]
        made = there = 0
        for name in models:
            for page in (
                apps.get_model(name)
                .objects.filter(pk__in=demonstration.pages.values())
                .order_by("path")
            ):
                if page.latest_revision_id is None:
                    with one_piece():
                        self._publish(page)
                    made += 1
                else:
                    there += 1
        demonstration.report("Front page, overviews and topics", made, there)

    # --- Texts ------------------------------------------------------------------------------
    def texts(self, kind: str) -> None:
        model = apps.get_model(MODELS[kind])
        fill: Callable[[Any, Text], None] = getattr(self, f"_fill_{kind}")
        written = 0
        for text in self._waiting[kind]:
            with one_piece():
                page = model.objects.select_for_update(of=("self",)).get(
                    pk=self.page_at(text.address)
                )
                before = _as_told(page)
                for key in ("lead", "owners", "published_on", "search_description"):
                    if key in text.data and hasattr(page, key):
                        setattr(page, key, text.data[key])
                page.title = text.title
                if hasattr(page, "picture") and page.picture_id is None:
                    page.picture = self.studio.picture_of(text)
                fill(page, text)
                has_day = "published_on" in text.data or not hasattr(page, "published_on")
                if not has_day and page.first_published_at is None:
                    # Known before it came here, so that it does not get today's date.
                    page.first_published_at = timezone.now()
                if page.latest_revision_id is None or _as_told(page) != before:
                    self._publish(page)
                    written += 1
        self.demonstration.report(_NAMES[kind], written, len(self.library[kind]) - written)

    def _publish(self, page: Any) -> None:
        editor = self.demonstration.editor
        revision = page.save_revision(user=editor, log_action=True)
        revision.publish(user=editor, skip_permission_checks=True)

    def _body(self, text: Text) -> list[Block]:
        return with_pages(
            text.body.blocks,
            self.demonstration.pages,
            lambda alternative: self.studio.described(text, alternative),
        )

    def _content(self, page: Any, text: Text) -> None:
        """What articles, publications, episodes, courses and tools have in common."""
        data = text.data
        page.topics = [self.page_at(f"/emner/{place}/") for place in data["topics"]]
        page.tags.set(data["tags"])
        project = self.library.project(data["project"]) if "project" in data else None
        page.project_id = self.page_at(project.address) if project else None

    def _fill_articles(self, page: ArticlePage, text: Text) -> None:
        self._content(page, text)
        page.authors = [ArticleAuthor(person=_author(text.data["author"]))]
        blocks = self._body(text)
        if "publication" in text.data:
            blocks.append(self._call(f"/publikationer/{text.data['publication']}/"))
        page.body = blocks
        page.picks = [
            Pick(picked_id=self.page_at(address), sort_order=order)
            for order, address in enumerate(text.data.get("picks", []))
        ]
        if "review_on" in text.data:
            page.review_on = dt.date.fromisoformat(text.data["review_on"])
            page.review_owner = self.demonstration.editor

    def _call(self, address: str) -> Block:
        """A call-out to a publication."""
        page = PublicationPage.objects.get(pk=self.page_at(address))
        return "page_link", {"page": page, "text": ""}

    def _fill_publications(self, page: PublicationPage, text: Text) -> None:
        self._content(page, text)
        for key in ("subtitle", "series", "publisher"):
            setattr(page, key, text.data[key])
        page.body = self._body(text)
        if not page.editions.exists():
            page.editions = editions_of(text, user=self.demonstration.editor)

    def _fill_episodes(self, page: PodcastEpisodePage, text: Text) -> None:
        self._content(page, text)
        page.body = self._body(text)
        page.article_id = self.page_at(f"/artikler/{text.data['article']}/")
        page.people = [EpisodePerson(person=_author(HOST), role=EpisodePerson.Role.HOST)]
        if page.audio_id is None:
            reading = read_aloud(text, say=self.demonstration.say)
            # Its times are those of this sound: read aloud again, the voice is a little slower.
            page.transcript = as_webvtt(reading.passages).strip()
            series = next(s for s in self.library["series"] if s.slug == text.data["series"])
            page.audio = recording_of(reading, text, series=series, user=self.demonstration.editor)
        page.take_chapters_from_file()

    def _fill_series(self, page: Any, text: Text) -> None:
        page.author = text.data["author"]
        page.category = f"{text.data['itunes_category']}/{text.data['itunes_subcategory']}"
        page.owner_email = text.data["owner_email"]
        page.explicit = text.data["explicit"]
        page.description = "\n\n".join(
            strip_tags(value.replace("</p>", "\n\n")).strip()
            for kind, value in text.body.blocks
            if kind == "text"
        )

    def _fill_courses(self, page: Any, text: Text) -> None:
        self._content(page, text)
        data = text.data
        page.for_whom, page.duration = data["audience"], data["duration"]
        learnt = "".join(f"<li>{escape(line)}</li>" for line in data["learn"])
        enrolments = danish.number(data["enrolments"])
        introduction, *rest = self._body(text)
        page.body = [
            introduction,
            ("heading", {"text": "Det lærer du", "level": "2"}),
            ("text", f"<ul>{learnt}</ul>"),
            *rest,
            (
                "key_figure",
                {
                    "number": enrolments,
                    "text": f"havde tilmeldt sig kurset i {data['enrolments_text']}.",
                    "source": "Status december 2017",
                },
            ),
        ]

    def _fill_lessons(self, page: Any, text: Text) -> None:
        page.body = self._body(text)
        page.reflections = [("question", question) for question in text.data["reflections"]]
        page.quiz = [
            (
                "question",
                {
                    "question": question["question"],
                    "answers": [
                        {
                            "text": answer["text"],
                            "is_right": answer["good"],
                            "feedback": answer["feedback"],
                        }
                        for answer in question["answers"]
                    ],
                },
            )
            for question in text.data["quiz"]
        ]

    def _fill_tools(self, page: Any, text: Text) -> None:
        self._content(page, text)
        page.body = self._body(text)
        page.group_size = text.data.get("group_size", "")
        page.materials = text.data.get("materials", "")
        page.steps = steps_of(text, user=self.demonstration.editor)
        cards = self.library.decks.get(text.slug, [])
        if cards and not page.cards.exists():
            page.cards = cards_of(cards, demonstration=self.demonstration)

    def _fill_projects(self, page: Any, text: Text) -> None:
        data = text.data
        page.status = data["status"]
        page.also_called = "; ".join(data["also_called"])
        page.purpose = f"<p>{escape(data['purpose'])}</p>"
        page.partners = self._partners(data["partners"])
        page.body = self._body(text)

    def _partners(self, names: Iterable[str]) -> list[Partner]:
        found = {partner.name: partner for partner in Partner.objects.filter(name__in=names)}
        return [found[name] for name in names]

    def _fill_tiers(self, page: Any, text: Text) -> None:
        page.body = self._body(text)

    def _fill_standard(self, page: Any, text: Text) -> None:
        page.body = self._body(text)
        page.language = text.data["language"]
