"""Makers of what Væksthuset keeps beside its pages, with the pages that show it, and of decks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

VAEKSTHUS_PAGES = {
    "the events": "/om/arrangementer/",
    "the events of a year": "/om/arrangementer/?aar=2013",
    "the media mentions": "/om/medier/",
    "the board and members": "/om/medlemmer/",
    "a deck of cards with steps": "/vaerktoejer/innovative-gaver/",
    "a shuffled deck": "/vaerktoejer/innovative-gaver/?bland=7",
    "a card": "/vaerktoejer/innovative-gaver/kort/den-tomme-stol/",
}


class VaeksthusWorld:
    """Part of `World`."""

    if TYPE_CHECKING:
        picture: Any
        pdf: Any
        home: Any
        tool: Any

    def event(self, title: str = "Erfaringsdag", **fields: Any) -> Any:
        from projects.models import Event

        fields = {"kind": "meeting", "starts_on": "2013-06-12", "place": "MUHZ"} | fields
        return Event.objects.create(title=title, **fields)

    def mention(self, outlet: str = "Børsen", **fields: Any) -> Any:
        from projects.models import MediaMention

        fields = {"kind": "advert", "published_on": "2017"} | fields
        return MediaMention.objects.create(outlet=outlet, **fields)

    def seat(self, body: str, name: str = "Birthe Eksempel", **fields: Any) -> Any:
        from projects.models import Membership, Person

        person, _new = Person.objects.get_or_create(
            name=name, defaults={"role": "Direktør", "organisation": "Eksempel Kommune"}
        )
        return Membership.objects.create(body=body, person=person, **fields)

    def overviews(self, below: Any = None) -> list[Any]:
        """The pages of events, media mentions and members."""
        from projects.models import EventIndexPage, MediaIndexPage, MembersPage

        parent = below or self.home
        return [
            parent.add_child(instance=model(title=title, slug=slug, lead="Hvem, hvad og hvornår."))
            for model, title, slug in (
                (EventIndexPage, "Arrangementer", "arrangementer"),
                (MediaIndexPage, "Væksthuset i medierne", "medier"),
                (MembersPage, "Bestyrelse og medlemmer", "medlemmer"),
            )
        ]

    def deck(self) -> Any:
        """A tool with two steps and three cards of two themes."""
        from publications.models.idea_cards import IdeaCard

        cards = [
            IdeaCard(sort_order=order, title=title, theme=theme, text=text, picture=self.picture)
            for order, (title, theme, text) in enumerate(
                (
                    ("Den tomme stol", "Borgeren", "Sig, at stolen er borgerens."),
                    ("Halv tid", "Vanerne", "Giv et fast møde halvt så lang tid."),
                    ("Kompetenceudviklingssamtalens overraskelse", "Vanerne", "Byt stole."),
                )
            )
        ]
        cards[0].try_it = "Lad en kollega svare fra stolen."
        for card in cards:
            card.clean()
        sheets = [("documents", {"title": "", "documents": [self.pdf]})]
        steps = [
            ("step", {"title": "Runden", "minutes": 10, "group": "Alle", "content": []}),
            ("step", {"title": "Opgaven", "minutes": 25, "group": "", "content": sheets}),
        ]
        return self.tool("Innovative gaver", steps=steps, cards=cards, group_size="4–12 ledere")

    def vaeksthus(self, project: Any, below: Any) -> None:
        """Something of each, old and to come, with long words and without any."""
        from projects.models import Membership

        self.overviews(below)
        self.deck()
        self.event(project=project, participants=120, participants_about=True, owners=["3"])
        self.event("Væksthusdagen", kind="event", starts_on="2017-10", theme="Ledelseskommissionen")
        self.event(
            "Netværksmøde for institutionsledere",
            starts_on="2099-03-01",
            starts_at="09:30",
            ends_at="15:00",
            text="Tag en kollega med.",
            link="https://www.lederweb.dk/",
            owners=["3"],
        )
        self.mention(project=project, title="Annonce om Ledere der lykkes")
        self.mention("Ugebrevet A4", kind="mention", published_on="2013")
        seats = (
            (Membership.Body.BOARD, "Birthe Eksempel", {"role": "Formand", "from_on": "2015"}),
            (Membership.Body.BOARD, "Knud Eksempel", {"from_on": "2008", "until_on": "2014-12"}),
            (Membership.Body.NETWORK_3, "Lise Eksempel", {"from_on": "2016"}),
        )
        for body, name, fields in seats:
            seat = self.seat(body, name, **fields)
            seat.person.picture = self.picture
            seat.person.save()
