"""The page /stilguide/: every component by itself, with sample data. Development only."""

from __future__ import annotations

import io
import math
import wave
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache

from lederweb.devtools import samples
from lederweb.devtools import samples_vaeksthus as vaeksthus
from lederweb.devtools.samples import Example
from lederweb.devtools.samples_report import report
from publications.podcasts.transcripts import Passage

SAMPLE_SECONDS = 40
_SAMPLE_RATE = 8000  # Hz, 8 bit, one channel: 320 KB


def groups() -> dict[str, list[Example]]:
    """All examples by the part of the page they belong to."""
    empty, wrong = samples.forms()
    story, articles = samples.STORY, samples.ARTICLES
    signup = {"consent": "Du siger ja til at få nyhedsbrevet fra Lederweb på e-mail."}
    return {
        "Ramme": [
            Example("roof"),
            Example("logo"),
            Example("breadcrumbs", {"ancestors": [{"title": "Artikler", "url": "/artikler/"}]}),
            Example("language_notice", {"language": "en"}),
            Example("section_head", _section_head()),
            Example("page_header", _page_header()),
        ],
        "Kort": [
            Example("card_story", {"page": story}),
            Example("showcase", {"page": samples.PUBLICATIONS[0]}),
            Example("card", {"page": articles[0]}, "Med billede"),
            Example("card", {"page": articles[3], "variant": "compact"}, "Uden billede"),
            Example("card", {"page": samples.PUBLICATIONS[0], "variant": "cover"}, "Publikation"),
            Example("card_list", {"pages": articles[:3]}),
            Example("card_list", {"pages": articles, "variant": "compact"}),
            Example("card_list", {"pages": samples.PUBLICATIONS, "variant": "cover"}),
            Example("meta_line", {"page": story}),
            Example("tiers", {"owners": ["1"]}),
            Example("tiers", {"owners": ["2", "3"], "words": "audience"}),
            Example("tiers", {"owners": ["b"]}),
            *(Example("tier_number", {"tier": tier}) for tier in "123"),
            Example("tier_nav", {"tiers": samples.TIERS}),
            Example("topic_list", {"topics": samples.TOPICS}),
            Example("tag_list", _tags()),
            Example("most_read", {"pages": [story, *articles]}),
            Example("most_read_item", {"page": story}),
            Example("people", {"people": samples.PEOPLE}),
            Example("related", {"pages": articles[:3]}),
        ],
        "Tekst": [
            Example("text", {"value": samples.TEXT}),
            Example("heading", {"value": {"text": "Begynd før kurset", "level": "2"}}),
            Example("picture", {"image": samples.HOUSE, "sizes": "40rem"}),
            Example("picture_block", _picture_block()),
            Example("issue_heading", {"value": "Nyt fra væksthusene"}),
            Example("issue_picture", _picture_block()),
            Example("issue_button", {"value": {"text": "Se programmet", "address": "#"}}),
            Example("quote", _quote()),
            Example("fact_box", _fact_box()),
            Example("questions", _questions()),
            Example("key_figure", {"value": samples.KEY_FIGURE}),
            Example("table", {"value": samples.table()}),
            Example("embed", {"value": samples.embed()}),
            Example("download", {"document": samples.DOCUMENTS[0]}),
            Example("documents", {"value": {"title": "Hent", "documents": samples.DOCUMENTS}}),
            Example("page_link", {"value": {"page": story, "text": "Læs, hvordan de gjorde."}}),
            Example("toc", {"headings": _headings()}),
            Example("chapters", _chapters()),
            Example("facets", _facets()),
            Example("chapter_steps", _chapter_steps()),
            Example("dates", {"page": samples.UPDATED}),
            Example("share", {"title": story.title, "url": "https://www.lederweb.dk/artikler/"}),
            Example("project_facts", {"project": _project(), "partners": [{"name": "KL"}]}),
            Example("tool_facts", {"page": vaeksthus.TOOL}),
            Example("tool_step", {"value": vaeksthus.STEP}),
            Example("idea_card", {"card": vaeksthus.CARDS[0]}),
            Example("idea_deck", {"page": vaeksthus.TOOL, **vaeksthus.DECK}),
            Example("colophon", _colophon()),
        ],
        "Væksthuset": [
            Example("event", {"event": vaeksthus.EVENT, "coming": True}),
            Example("media_mention", {"mention": vaeksthus.MENTION}),
            Example("members", {"present": vaeksthus.PRESENT, "former": vaeksthus.FORMER}),
            Example("years", {"years": ["2017", "2013"], "year": "2017"}),
        ],
        "Lyd": [
            Example("player", _player()),
            Example("episode_chapters", _sound_chapters()),
            Example("transcript", _transcript()),
            Example("article_episodes", {"episodes": [_episode()]}),
        ],
        "Tal": [
            Example("stat", _stat()),
            Example("data_table", _table()),
            Example("chart_figure", _chart()),
            Example("report", _report(), folder="analytics/report"),
        ],
        "Formularer og svar": [
            Example("button", {"label": "Hent publikationen (PDF, 2,1 MB)", "icon": "download"}),
            Example("button", {"label": "Se hele programmet", "variant": "secondary", "url": "#"}),
            Example("link_arrow", {"label": "Alle artikler", "url": "/artikler/"}),
            *(Example("form_field", {"field": field}) for field in empty),
            *(Example("form_field", {"field": field}) for field in wrong if field.errors),
            Example("error_summary", {"form": wrong, "quiet": True}),
            Example("message", {"level": "success", "text": "Tak. Nu får du nyhedsbrevet."}),
            Example("message", {"level": "info", "text": "Kurset begynder den 1. marts."}),
            Example("message", _warning()),
            Example("message", {"level": "error", "text": "Vi kunne ikke nå serveren. Prøv igen."}),
            Example("search_form", {"id": "soeg-stor", "large": True, "query": "trivsel"}),
            Example("signup_form", signup),
            Example("readers_word", {"page_id": 0, "proof": ""}),
            Example("pagination", {"page_obj": samples.leafing(), "base_query": "q=led"}),
            Example("empty_state", _empty()),
            *(Example("icon", {"name": name}, name) for name in _ICONS),
        ],
    }


_ICONS = (
    "search menu close arrow play pause back forward download print copy check mail link feed "
    "warning info error"
).split()

_COLOURS = (
    "paper air glass glass-deep ground deep leaf growth-1 growth-2 growth-3 growth-b"
).split()


def _section_head() -> dict[str, object]:
    return {"title": "Nyeste", "url": "/artikler/", "label": "Alle artikler"}


def _page_header() -> dict[str, object]:
    return {"title": samples.STORY.title, "lead": samples.STORY.lead, "page": samples.STORY}


def _tags() -> dict[str, object]:
    return {
        "topics": [{"title": "Kompetenceudvikling", "url": "#"}],
        "tags": [{"name": "effekt", "url": "#"}, {"name": "samtaler"}],
    }


def _picture_block() -> dict[str, object]:
    return {"value": {"image": samples.LEAVES, "caption": "Det, der gror, får plads."}}


def _quote() -> dict[str, object]:
    text = "Før spurgte jeg, om kurset var godt. Nu spørger jeg, hvad vi skal gøre anderledes."
    return {"value": {"text": text, "role": "Leder af et plejecenter"}}


def _fact_box() -> dict[str, object]:
    title = "Tre samtaler gør forskellen"
    source = "Ledelse af kompetenceudvikling, Væksthus for Ledelse 2017"
    return {"value": {"title": title, "text": samples.TEXT, "source": source}}


def _questions() -> dict[str, object]:
    questions = [
        "Hvad skal være anderledes, når kurset er slut?",
        "Hvem kan mærke det, og hvordan?",
        "Hvornår ser vi på det igen?",
    ]
    return {"value": {"title": "Spørgsmål til ledelsen", "questions": questions}}


def _headings() -> list[dict[str, str]]:
    texts = ("Begynd før kurset", "Tal undervejs", "Følg op efter tre måneder")
    return [{"text": text, "anchor": "heading"} for text in texts]


def _project() -> dict[str, object]:
    return {
        "owners": ["1", "2", "3"],
        "status_label": "I gang",
        "started_on": "2017",
        "ended_on": "",
    }


def _colophon() -> dict[str, object]:
    return {"page": samples.PUBLICATION, "editions": ["1. udgave, 1. oplag 2017"]}


def _facets() -> dict[str, object]:
    kinds = [("publikation", "Publikationer", 9), ("podcast", "Podcasts", 5)]
    options = [
        {"value": value, "label": label, "count": count, "is_chosen": value == "podcast"}
        for value, label, count in kinds
    ]
    facet = {"name": "art", "label": "Type", "everything": "Alle typer", "options": options}
    return {"facets": [facet], "chosen": [{"label": "Podcasts", "query": ""}], "url": "/katalog/"}


def _chapter_links() -> list[dict[str, object]]:
    titles = ["Hvad vil vi med netværkene?", "Samme fag eller forskellige?", "Hold gryden i kog"]
    return [
        {"title": title, "url": f"/publikationer/ledernetvaerk/{number}/", "pk": number}
        for number, title in enumerate(titles, start=1)
    ]


def _chapters() -> dict[str, object]:
    chapters = _chapter_links()
    work = samples.PUBLICATIONS[0]
    return {"chapters": chapters, "page": chapters[1], "title": work.title, "url": work.url}


def _chapter_steps() -> dict[str, object]:
    first, _second, third = _chapter_links()
    return {"previous": first, "next": third, "publication": samples.PUBLICATION}


def _player() -> dict[str, object]:
    return {
        "title": samples.EPISODE.title,
        "audio_url": reverse("devtools:styleguide_sound"),
        "duration": SAMPLE_SECONDS,
        "type": "audio/wav",
        "download_url": reverse("devtools:styleguide_sound"),
        "file_size": 320_000,
    }


def _sound_chapters() -> dict[str, object]:
    return {
        "audio_url": reverse("devtools:styleguide_sound"),
        "chapters": [
            {"start": 0, "title": "Velkommen"},
            {"start": 12, "title": "Når mødet er slut", "url": "https://www.example.org/"},
        ],
    }


def _transcript() -> dict[str, object]:
    return {
        "audio_url": reverse("devtools:styleguide_sound"),
        "file_url": "#",
        "passages": [
            Passage("Hvad gjorde I, da mødet var slut?", "Vært", 0.0, 4.0),
            Passage("Vi blev siddende. Det var der, vi talte sammen.", "Leder", 4.0, 9.5),
        ],
    }


def _episode() -> dict[str, object]:
    player = _player()
    return {
        "pk": 7,
        "title": samples.EPISODE.title,
        "url": "#",
        "audio": {"audio_url": player["audio_url"], "duration": SAMPLE_SECONDS},
    }


def _stat() -> dict[str, object]:
    return {
        "number": 95958,
        "label": "besøgende om måneden i gennemsnit",
        "period": "Januar til oktober 2017",
        "definition": "Besøgende: forskellige browsere, der har set mindst én side i måneden.",
    }


def _table() -> dict[str, object]:
    return {
        "caption": "Besøgende om måneden",
        "columns": samples.CHART_COLUMNS,
        "rows": samples.CHART_ROWS,
    }


def _chart() -> dict[str, object]:
    return {
        "title": "I marts 2017 havde Lederweb 101.660 besøgende",
        "id": "figur",
        "chart": render_to_string("styleguide/chart.html"),
        "columns": samples.CHART_COLUMNS,
        "rows": samples.CHART_ROWS,
        "definition": "Besøgende: forskellige browsere i en kalendermåned.",
        "source": "Tænkte tal til stilguiden",
    }


def _report() -> dict[str, object]:
    files = [{"label": "Hent som PDF", "url": "#"}, {"label": "Hent som Word-fil", "url": "#"}]
    return {"report": report(picture=1), "pictures": {1: samples.COVER}, "files": files}


def _warning() -> dict[str, object]:
    text = "2016 er opgjort i besøg, 2017 i besøgende. De to tal kan ikke sammenlignes."
    return {"level": "warning", "title": "To slags tal", "text": text}


def _empty() -> dict[str, object]:
    return {
        "title": "Her gror ikke noget endnu",
        "text": "Ingen sider passer til »xyz«. Prøv et kortere ord.",
        "url": "/emner/",
        "label": "Se alle emner",
    }


@never_cache
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "groups": groups(),
        "colours": _COLOURS,
    }
    return render(request, "styleguide/index.html", context)


@lru_cache(maxsize=1)
def _tone() -> bytes:
    """A calm fifth that swells and fades every four seconds."""
    frames = bytearray()
    for number in range(SAMPLE_SECONDS * _SAMPLE_RATE):
        time = number / _SAMPLE_RATE
        swell = 0.5 - 0.5 * math.cos(2 * math.pi * time / 4)
        sound = math.sin(2 * math.pi * 220 * time) + 0.6 * math.sin(2 * math.pi * 330 * time)
        frames.append(round(128 + 40 * swell * sound))
    file = io.BytesIO()
    with wave.open(file, "wb") as sink:
        sink.setnchannels(1)
        sink.setsampwidth(1)
        sink.setframerate(_SAMPLE_RATE)
        sink.writeframes(bytes(frames))
    return file.getvalue()


@cache_control(max_age=3600)
def sound(request: HttpRequest) -> HttpResponse:
    """Something for the player to play."""
    return HttpResponse(_tone(), content_type="audio/wav")
