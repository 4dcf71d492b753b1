"""What /stilguide/ shows each component with: plain objects with the names the real ones have.

The texts are content, not interface, and therefore Danish. Titles, roles and figures are those of
the demonstration.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.forms import BooleanField, CharField, EmailField, Form, Textarea
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import Filter

from lederweb.core.blocks.embeds import EmbedBlock
from lederweb.core.blocks.tables import TableBlock

# "fill-960x640|format-webp" and "width-480|format-jpeg": what Wagtail asks for.
_SIZE = re.compile(r"(?:fill|width)-(\d+)(?:x(\d+))?")


@dataclass(frozen=True)
class Rendition:
    """One size of a sample picture: the same drawing, said to be so wide."""

    url: str
    width: int
    height: int
    alt: str

    @property
    def full_url(self) -> str:
        return self.url

    def img_tag(self, attrs: Mapping[str, Any]) -> SafeString:
        given = {"src": self.url, "width": self.width, "height": self.height, "alt": self.alt}
        return format_html("<img{}>", flatatt(given | dict(attrs)))


@dataclass(frozen=True)
class Picture:
    """Looks like lederweb.core Image to Wagtail's picture tag, and needs no database."""

    name: str
    default_alt_text: str
    credit: str = ""
    ratio: float = 1.5

    def get_rendition(self, spec: Filter) -> Rendition:
        size = _SIZE.search(spec.spec)
        width = int(size[1]) if size else 960
        height = int(size[2]) if size and size[2] else round(width / self.ratio)
        url = static(f"styleguide/{self.name}.svg")
        return Rendition(url, width, height, self.default_alt_text)

    def get_renditions(self, *specs: Filter) -> dict[str, Rendition]:
        return {spec.spec: self.get_rendition(spec) for spec in specs}


@dataclass(frozen=True)
class Example:
    """A component with the parameters of one example."""

    component: str
    context: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    folder: str = "components"

    def html(self) -> SafeString:
        return render_to_string(f"{self.folder}/{self.component}.html", self.context)


HOUSE = Picture("house", "Et drivhus med brede glasruder og grønne bede på begge sider af en gang.")
POTS = Picture("pots", "Fire lerpotter på række. Planterne bliver større fra venstre mod højre.")
LEAVES = Picture("leaves", "Tætte blade i mange grønne farver.", credit="Væksthus for Ledelse")
TABLE = Picture("table", "Et mødebord set ovenfra med ti mennesker om bordet.")
COVER = Picture("cover-1", "Forsiden af Ledelse af kompetenceudvikling.", ratio=600 / 849)
COVER_2 = Picture("cover-2", "Forsiden af Ledere der lykkes.", ratio=600 / 849)


def page(title: str, **more: Any) -> SimpleNamespace:
    given: dict[str, Any] = {
        "url": "/stilguide/#card",
        "lead": "",
        "picture": None,
        "cover": None,
        "kind_label": "Artikel",
        "owners": [],
        "reading_minutes": None,
        "published_on": "",
        "live": True,
    }
    made = SimpleNamespace(title=title, **(given | more))
    made.specific = made
    return made


STORY = page(
    "Undgå værdiløs kompetenceudvikling med ny metode",
    lead="Kurset var godt, men hverdagen blev den samme. En enkel samtale før, under og efter "
    "forløbet gør forskellen, viser erfaringer fra syv arbejdspladser.",
    picture=HOUSE,
    owners=["2", "3"],
    reading_minutes=6,
    published_on="2017-08-25",
)
ARTICLES = [
    page(
        "Frivillige skal også ledes",
        lead="Frivillige kommer af lyst og går, når lysten forsvinder. Her er, hvad tre "
        "institutionsledere gør for at holde på dem.",
        picture=POTS,
        owners=["3"],
        reading_minutes=4,
        published_on="2013-04-19",
    ),
    page(
        "Topchefer sendt på værksted",
        lead="To dage uden telefon og med ét problem på bordet. Direktionen fandt et nyt sprog.",
        picture=TABLE,
        owners=["1"],
        reading_minutes=5,
        published_on="2013-03-22",
    ),
    page(
        "Hjælp dine medarbejdere til at blive ledere",
        lead="118 medarbejdere fra 20 kommuner prøvede lederrollen af, før de søgte den.",
        picture=LEAVES,
        owners=["b"],
        reading_minutes=3,
        published_on="2013-06-07",
    ),
    page(
        "Når dialogen driller",
        lead="Når to faggrupper taler forbi hinanden, er det lederen, der skal oversætte.",
        owners=["1", "2", "3"],
        reading_minutes=4,
        published_on="2013-03-01",
    ),
]
PUBLICATIONS = [
    page(
        "Ledelse af kompetenceudvikling",
        lead="En guide til ledere, der vil se, at det lærte bliver brugt.",
        kind_label="Publikation",
        cover=COVER,
        owners=["2", "3"],
        published_on="2017",
    ),
    page(
        "Ledere der lykkes",
        lead="Hvad gør de, de ledere, som medarbejdere og chefer peger på?",
        kind_label="Publikation",
        cover=COVER_2,
        owners=["1", "2", "3"],
        published_on="2013",
    ),
]
PUBLICATION = SimpleNamespace(
    series="Væksthus for Ledelse", publisher="Kommuneforlaget", contributors="Redaktion: Mette Holm"
)
EPISODE = page(
    "Hvad hvis der ingen ledelse var?",
    kind_label="Podcast",
    owners=["1", "2", "3"],
    lead="Afsnit 11 af Ørerne i maskinen.",
)
PEOPLE = [
    SimpleNamespace(name="Mette Holm", role="journalist", picture=None),
    SimpleNamespace(name="Anders Juul", role="leder af et plejecenter", picture=LEAVES),
]
TIERS = [
    {
        "tier": "1",
        "title": "For topledere",
        "url": "/vaeksthus/1/",
        "text": "Direktører og forvaltningschefer.",
    },
    {
        "tier": "2",
        "title": "For mellemledere",
        "url": "/vaeksthus/2/",
        "text": "Fag- og stabschefer, der leder ledere.",
    },
    {
        "tier": "3",
        "title": "For ledere af institutioner",
        "url": "/vaeksthus/3/",
        "text": "Skoler, hospitaler, plejecentre og dagtilbud.",
    },
]
TOPICS = [
    {
        "title": "Personale",
        "url": "/emner/personale/",
        "count": 24,
        "children": [
            {"title": "Arbejdsmiljø", "url": "/emner/personale/arbejdsmiljoe/"},
            {"title": "Afskedigelser", "url": "/emner/personale/afskedigelser/"},
            {"title": "Kompetenceudvikling", "url": "/emner/personale/kompetenceudvikling/"},
        ],
    },
    {
        "title": "Dig selv",
        "url": "/emner/dig-selv/",
        "count": 17,
        "children": [{"title": "Lederrollen", "url": "/emner/dig-selv/lederrollen/"}],
    },
    {"title": "Innovation", "url": "/emner/innovation/", "count": 9, "children": []},
    {"title": "Frivillige", "url": "/emner/frivillige/", "count": 5, "children": []},
]
TEXT = mark_safe(
    "<p>En leder, der vil have noget ud af et kursus, begynder <strong>før</strong> kurset. "
    'Det er den korte udgave af <a href="#text">metoden</a>, som syv arbejdspladser har prøvet.</p>'
    "<ul><li>Tal om, hvad der skal blive anderledes.</li><li>Aftal, hvem der mærker det.</li>"
    "<li>Sæt en dato for, hvornår I ser på det igen.</li></ul>"
)
DOCUMENTS = [
    SimpleNamespace(
        title="publikationen",
        url="#documents",
        file_extension="pdf",
        file_size=2_140_000,
        page_count=48,
        language="da",
    ),
    SimpleNamespace(
        title="dialogkortene",
        url="#documents",
        file_extension="pdf",
        file_size=640_000,
        page_count=None,
        language="da",
    ),
]
CHART_COLUMNS = ["Måned", "2016", "2017"]
CHART_ROWS = [
    ["Januar", "84.120", "99.310"],
    ["Februar", "79.455", "93.204"],
    ["Marts", "82.017", "101.660"],
]


class SampleForm(Form):
    name = CharField(label="Navn")
    email = EmailField(label="E-mail", help_text="Vi bruger den kun til at svare dig.")
    message = CharField(label="Besked", widget=Textarea, required=False)
    agree = BooleanField(label="Jeg er leder i en kommune eller en region")


def forms() -> tuple[SampleForm, SampleForm]:
    """An empty form, and one that came back with errors."""
    empty = SampleForm(auto_id="tom_%s")
    wrong = SampleForm({"email": "anders@"}, auto_id="fejl_%s")
    wrong.is_valid()
    return empty, wrong


def leafing() -> Any:
    return Paginator(range(45), 12).page(2)


UPDATED = page("Frivillige skal også ledes", published_on="2013-04-19")
UPDATED.updated_on = dt.date(2017, 3, 1)
KEY_FIGURE = {
    "number": "95.958",
    "text": "besøgende om måneden i gennemsnit fra januar til oktober 2017",
    "source": "Status december 2017",
}


def table() -> dict[str, Any]:
    """A table as it stands in a text."""
    block = TableBlock()
    rows = [["Facebook", "4.117", "4.544"], ["LinkedIn", "7.161", "8.795"]]
    columns = [("text", "Medie"), ("number", "1. nov. 2016"), ("number", "1. nov. 2017")]
    return block.to_python(
        {
            "table": {
                "caption": "Følgere på sociale medier",
                "columns": [{"type": kind, "heading": heading} for kind, heading in columns],
                "rows": [{"values": row} for row in rows],
            },
            "rows_are_headed": True,
            "source": "Status december 2017",
        }
    )


def embed() -> Any:
    """A video elsewhere. The address has the right form and leads to no film."""
    return EmbedBlock().to_python(
        {
            "address": "https://www.youtube.com/watch?v=stilguide-0",
            "title": "Når jorden brænder under lederen",
            "text": "Tre ledere fortæller. 12 minutter, med undertekster.",
        }
    )
