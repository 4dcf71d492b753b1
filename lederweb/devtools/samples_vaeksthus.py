"""What /stilguide/ shows the components of Væksthuset and of tools with. The members are made up."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from lederweb.devtools.samples import HOUSE, LEAVES, PEOPLE

EVENT = SimpleNamespace(
    title="Netværksmøde for ledere på afstand",
    get_kind_display="Møde",
    starts_on="2017-10-05",
    ends_on="",
    starts_at=None,
    ends_at=None,
    place="DGI-Byens konferencecenter",
    theme="Ledelseskommissionen",
    text="Tag en kollega med. I arbejder to og to det meste af dagen.",
    participants=120,
    participants_about=True,
    owners=["2", "3"],
    project=SimpleNamespace(title="Ledelse på afstand", url="#event"),
    link="",
    calendar_url="#event",
)
MENTION = SimpleNamespace(
    outlet="Nyhedsmagasinet Danske Kommuner",
    title="Det afgørende samspil med din chef",
    get_kind_display="Debatindlæg",
    published_on="2017-02-23",
    by="Formandskabet",
    note="",
    link="#media_mention",
    project=None,
)


def _seat(name: str, role: str = "", **more: Any) -> SimpleNamespace:
    person = SimpleNamespace(name=name, role="direktør", picture=None, email="")
    given = {"organisation_shown": "Eksempel Kommune", "from_on": "2015", "until_on": ""}
    return SimpleNamespace(person=person, role=role, **(given | more))


PRESENT = [_seat("Birthe Eksempel", "Formand"), _seat("Omar Eksempel")]
PRESENT[1].person.picture = LEAVES
FORMER = [_seat("Knud Eksempel", from_on="2008", until_on="2014-12")]

PROJECT_PEOPLE = [{"name": PEOPLE[0].name, "role": "Projektleder", "email": "mette@example.org"}]

TOOL = SimpleNamespace(
    url="/stilguide/#idea_deck/",
    steps=[1],
    reading_minutes=60,
    group_size="4–12 ledere",
    materials="En skærm og et bord",
)
STEP = {"title": "Løs opgaven to og to", "minutes": 20, "group": "To og to", "content": None}
CARDS = [
    SimpleNamespace(
        number=1,
        title="Den tomme stol",
        theme="Borgeren",
        text="Stil en ekstra stol frem til næste møde, og sig, at den er borgerens.",
        try_it="Slut et punkt af med at lade en kollega svare fra stolen.",
        picture=HOUSE,
        url="#idea_card",
    ),
    SimpleNamespace(
        number=2,
        title="Stopklodsen",
        theme="Vanerne",
        text="Bed hver medarbejder nævne én ting, I skal holde op med.",
        try_it="",
        picture=None,
        url="#idea_card",
    ),
]
DECK = {
    "deck": SimpleNamespace(cards=CARDS, themes=["Borgeren", "Vanerne"]),
    "cards": CARDS,
    "theme": "Borgeren",
}
