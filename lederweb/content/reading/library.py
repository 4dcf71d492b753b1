"""All texts of the demonstration together: read, checked against each other, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lederweb.core.fields import parse_partial_date

from .markdown import Body, read_body
from .source import Source, TextError, read_source, read_toml

TEXTS = Path(__file__).resolve().parent.parent / "texts"

_PAGE: dict[str, type] = {"title": str, "slug": str, "lead": str}
_CONTENT = _PAGE | {"owners": list, "topics": list, "tags": list}
_DATED: dict[str, type] = {"published_on": str, "project": str}

# Folder → what its front matter must have, and what it may have.
KEYS: dict[str, tuple[dict[str, type], dict[str, type]]] = {
    "articles": (
        _CONTENT | {"author": str, "search_description": str, "picture": str},
        _DATED
        | {"legacy_id": int, "publication": str, "episode": int}
        | {"picks": list, "review_on": str},
    ),
    "projects": (
        _PAGE
        | {"also_called": list, "owners": list, "status": str, "listed_in": list}
        | {"purpose": str, "partners": list},
        {},
    ),
    "publications": (
        _CONTENT
        | {"subtitle": str, "series": str, "publisher": str, "colophon_note": str}
        | {"editions": list, "chapters": list},
        _DATED,
    ),
    "episodes": (
        _CONTENT | {"number": int, "series": str, "article": str, "script": str},
        _DATED,
    ),
    "series": (
        _PAGE | {"author": str, "itunes_category": str},
        {"subtitle": str, "owner_email": str, "itunes_subcategory": str, "language": str}
        | {"explicit": bool},
    ),
    "courses": (
        _CONTENT
        | {"audience": str, "duration": str, "learn": list}
        | {"enrolments": int, "enrolments_on": str, "enrolments_text": str},
        _DATED,
    ),
    "lessons": (_PAGE | {"course": str, "reflections": list, "quiz": list}, {}),
    "tools": (_CONTENT, _DATED | {"group_size": str, "materials": str, "steps": list}),
    "tiers": (_PAGE | {"tier": str, "audience": str}, {}),
    "standard": (_PAGE | {"path": str, "language": str}, {}),
}
# Where pages of a kind have their addresses.
ADDRESSES = {
    "articles": "/artikler/{slug}/",
    "projects": "/projekter/{slug}/",
    "publications": "/publikationer/{slug}/",
    "episodes": "/podcast/{series}/{slug}/",
    "series": "/podcast/{slug}/",
    "courses": "/e-kurser/{slug}/",
    "lessons": "/e-kurser/{course}/{slug}/",
    "tools": "/vaerktoejer/{slug}/",
    "tiers": "/vaeksthus/{slug}/",
    "standard": "/{path}/",
}
OWNERS = ("1", "2", "3", "b")
# Addresses that a view answers, not a page.
VIEWS = ("/soeg/", "/nyhedsbrev/indstillinger/")


@dataclass(frozen=True)
class Text:
    """One text that becomes one page."""

    kind: str
    source: Source
    body: Body

    @property
    def data(self) -> dict[str, Any]:
        return self.source.data

    @property
    def slug(self) -> str:
        return self.source.slug

    @property
    def title(self) -> str:
        return self.source.title

    @property
    def address(self) -> str:
        return ADDRESSES[self.kind].format(**self.data)


@dataclass(frozen=True)
class Topic:
    title: str
    slug: str
    parent: str  # the slug of the topic above; empty on the first level
    lead: str

    @property
    def place(self) -> str:
        """How texts name it: personale/arbejdsmiljoe."""
        return f"{self.parent}/{self.slug}" if self.parent else self.slug


class Library:
    """Everything in a folder of texts. Reading it raises TextError at the first fault."""

    def __init__(self, folder: Path = TEXTS) -> None:
        self.folder = folder
        self.texts: dict[str, list[Text]] = {
            kind: list(self._read(kind)) for kind in KEYS if kind != "series"
        }
        self.texts["series"] = list(self._read("series"))
        self.topics = [Topic(**entry) for entry in self._toml("topics/topics.toml")["topics"]]
        self.front = self._toml("front.toml")
        self.partners: list[dict[str, Any]] = self._toml("partners.toml")["partners"]
        self.figures: list[dict[str, Any]] = self._toml("figures.toml")["figures"]
        self.events: list[dict[str, Any]] = self._toml("events.toml")["events"]
        self.media: list[dict[str, Any]] = self._toml("media.toml")["media"]
        self.reports: list[dict[str, Any]] = self._toml("status_reports.toml")["reports"]
        self.members: dict[str, list[dict[str, Any]]] = self._toml("members.toml")
        # The cards of a tool, by its slug.
        self.decks: dict[str, list[dict[str, Any]]] = {
            deck["tool"]: deck["cards"]
            for deck in map(read_toml, sorted((folder / "ideas").glob("*.toml")))
        }
        self._projects = {
            name.casefold(): text
            for text in self.texts["projects"]
            for name in (text.title, *text.data["also_called"])
        }
        self._check()

    def __getitem__(self, kind: str) -> list[Text]:
        return self.texts[kind]

    def all(self) -> Iterator[Text]:
        for texts in self.texts.values():
            yield from texts

    def project(self, name: str) -> Text | None:
        """The project of this name, or of an older name for it."""
        return self._projects.get(name.casefold())

    def addresses(self) -> set[str]:
        """Every address that texts may lead to."""
        found = {text.address for text in self.all()}
        found.update(f"/emner/{topic.place}/" for topic in self.topics)
        found.update(entry["path"] for entry in self.front["indexes"])
        found.update(f"/om/{entry['slug']}/" for entry in self.members["pages"])
        return found | set(VIEWS)

    # --- Reading ----------------------------------------------------------------------------
    def _toml(self, name: str) -> dict[str, Any]:
        return read_toml(self.folder / name)

    def _read(self, kind: str) -> Iterator[Text]:
        folder = self.folder / ("episodes" if kind == "series" else kind)
        for path in sorted(folder.rglob("*.md")):
            if (path.name == "series.md") != (kind == "series"):
                continue
            source = read_source(path)
            source.check(*KEYS[kind])
            body = read_body(source.body, path=path, first_line=source.first_line)
            yield Text(kind, source, body)

    # --- What must fit together -----------------------------------------------------------------
    def _check(self) -> None:
        places = {topic.place for topic in self.topics}
        articles = {text.slug for text in self["articles"]}
        publications = {text.slug for text in self["publications"]}
        courses = {text.slug for text in self["courses"]}
        numbers = {text.data["number"] for text in self["episodes"]}
        partners = {entry["name"] for entry in self.partners}
        known = self.addresses()
        seen: dict[str, Text] = {}
        self._check_projects()
        for text in self.all():
            source, data = text.source, text.data
            if text.address in seen:
                other = seen[text.address].source.path.name
                raise source.error("slug", f"{text.address} is the address of {other} already.")
            seen[text.address] = text
            if len(data["lead"]) > 400:
                raise source.error("lead", "a lead is at most 400 characters.")
            _only(source, "owners", data.get("owners", ()), OWNERS)
            _only(source, "topics", data.get("topics", ()), places)
            _only(source, "partners", data.get("partners", ()), partners)
            for key, allowed in (
                ("article", articles),
                ("publication", publications),
                ("episode", numbers),
                ("course", courses),
            ):
                if key in data:
                    _only(source, key, (data[key],), allowed)
            _only(source, "picks", data.get("picks", ()), known)
            if "project" in data and self.project(data["project"]) is None:
                raise source.error("project", f"there is no project »{data['project']}«.")
            _check_date(source)
            _check_quiz(source)
            for link in text.body.links:
                if link.address not in known:
                    raise TextError(
                        source.path, link.line, f"nothing has the address {link.address}."
                    )

    def _check_projects(self) -> None:
        """Events, media mentions and people name projects that there are."""
        for name, entries in (
            ("events.toml", self.events),
            ("media.toml", self.media),
            ("members.toml", self.members["people"]),
        ):
            for entry in entries:
                if "project" in entry and self.project(entry["project"]) is None:
                    raise TextError(
                        self.folder / name, 1, f"there is no project »{entry['project']}«."
                    )


def _only(source: Source, key: str, values: Iterable[Any], allowed: Iterable[Any]) -> None:
    allowed = sorted(allowed)
    for value in values:
        if value not in allowed:
            some = ", ".join(str(name) for name in allowed[:6])
            more = ", …" if len(allowed) > 6 else ""
            raise source.error(key, f"`{key}` has {value!r}; there is {some}{more}.")


def _check_date(source: Source) -> None:
    value = source.data.get("published_on", "")
    if value:
        try:
            parse_partial_date(value)
        except ValueError:
            raise source.error(
                "published_on",
                f"{value!r} is no date; write 2013, 2013-05 or 2013-05-03, or leave the key out.",
            ) from None


def _check_quiz(source: Source) -> None:
    for question in source.data.get("quiz", ()):
        answers = question.get("answers", [])
        if not question.get("question") or len(answers) < 2:
            raise source.error("[[quiz]]", "a question has words and at least two answers.")
        if any(set(answer) != {"text", "good", "feedback"} for answer in answers):
            raise source.error("[[quiz]]", "an answer has `text`, `good` and `feedback`.")
        if len({answer["good"] for answer in answers}) != 2:
            raise source.error("[[quiz]]", "some of the answers are good, and some are not.")
