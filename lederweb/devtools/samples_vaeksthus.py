"""What /stilguide/ shows the components of Væksthuset with. The members are made up."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from lederweb.devtools.samples import LEAVES, PEOPLE

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
