"""The report that the style guide and the tests of its page, PDF and Word file show.

The figures are those of the status of December 2017; the months between are made up.
"""

from __future__ import annotations

from dataclasses import replace

from analytics import charts
from analytics.reports.document import (
    Drawing,
    Grid,
    Item,
    Items,
    Line,
    Report,
    Section,
    Words,
)
from lederweb.lib import danish

_MONTHS = (99_310, 93_204, 101_660, 88_120, 97_430, 90_012, 71_022, 95_111, 108_234, 115_477)
_COURSES = {
    "Den effektive leder": 5_829,
    "Vejen til god ledelse": 695,
    "Få mere indflydelse – kend dit ledelsesrum": 1_200,
}
UNLIKE = "2016 er opgjort i besøg, 2017 i besøgende. De to tal kan ikke sammenlignes."


def report(picture: int | None = None) -> Report:
    """`picture` is the key of the cover of its publication, if there is one."""
    return Report(
        title="Status december 2017",
        subtitle="Det kom der ud af året",
        period="1. januar til 1. november 2017",
        day="2017-12-01",
        address="/om/status/2017/",
        lead="Væksthus for Ledelse deler viden, der kan omsættes til bedre offentlig ledelse. "
        "Her er, hvad der kom ud af 2017.",
        sections=[_results(), _releases(picture), _site(), _courses()],
        receipt=_receipt(),
    )


def changed(report: Report) -> Report:
    """The same with one other figure."""
    first, *others = report.receipt
    return replace(report, receipt=[replace(first, value=first.value + 1), *others])


def _results() -> Section:
    words = Words(
        "<p>Kort fortalt:</p>"
        "<ul><li>Væksthuset har udgivet <b>én publikation</b> og fem podcasts.</li>"
        "<li>Lederweb havde i gennemsnit <b>95.958</b> besøgende om måneden.</li>"
        "<li>Nyhedsbrevet har <b>ca. 27.700</b> abonnenter.</li></ul>"
        '<p>Alt, hvad Væksthuset har udgivet, står i <a href="/katalog/">kataloget</a>, '
        "<em>som er nyt</em>.</p>"
    )
    return Section("hovedresultater", "Hovedresultater", [words])


def _releases(picture: int | None) -> Section:
    items = [
        Item(
            title="Ledelse af kompetenceudvikling",
            text="En enkel metode, så medarbejdernes kompetencer passer til opgaverne.",
            address="/publikationer/ledelse-af-kompetenceudvikling/",
            details="Publikation · 25. august 2017",
            picture=picture,
            alternative="Forsiden af Ledelse af kompetenceudvikling",
        ),
        Item(
            title="Fyringer og dårlig ledelse",
            text="Findes der en ordentlig måde at skille sig af med medarbejdere på?",
            address="/podcast/oererne-i-maskinen/fyringer-og-daarlig-ledelse/",
            details="Podcast, afsnit 7",
        ),
        Item(title="Kataloget", text="Et overblik over mere end 80 udgivelser."),
    ]
    return Section("udgivelser", "Årets udgivelser", [Items(items)])


def _site() -> Section:
    bars = [
        charts.Bar(charts.short_month(month), value, danish.number(value))
        for month, value in enumerate(_MONTHS, start=1)
    ]
    caption = "Besøgende om måneden, januar til oktober 2017"
    visitors = Drawing(
        chart=charts.columns(bars),
        heading="Besøgende om måneden",
        description="Søjler for hver måned fra januar til oktober 2017. Flest i oktober med "
        "115.477, færrest i juli med 71.022.",
        table=Grid(caption, ["Måned", "Besøgende"], [[b.name, b.label or ""] for b in bars], [1]),
        source="Lederwebs egen tælling",
        warnings=[UNLIKE],
    )
    followers = Grid(
        caption="Følgere på de sociale medier",
        columns=["Kanal", "1. november 2016", "1. november 2017"],
        rows=[
            ["Facebook", "4.117", "4.544"],
            ["LinkedIn", "7.161", "8.795"],
            ["Twitter", "2.162", "2.349"],
        ],
        numeric=[1, 2],
    )
    words = Words("<h3>Sociale medier</h3><p>Tallene er dem, kanalerne selv viser.</p>")
    return Section(
        "lederweb",
        "Lederweb.dk",
        [visitors, words, followers],
        warnings=["Året er gjort op til og med oktober."],
    )


def _courses() -> Section:
    bars = [charts.Bar(name, value, danish.number(value)) for name, value in _COURSES.items()]
    rows = [[bar.name, bar.label or ""] for bar in bars]
    drawing = Drawing(
        chart=charts.rows(bars),
        heading="Tilmeldte til e-kurserne",
        description="En liggende søjle for hvert af de tre kurser. Den effektive leder har flest.",
        table=Grid("Tilmeldte, november 2017", ["E-kursus", "Tilmeldte"], rows, [1]),
        source="Status december 2017",
    )
    steps = Words("<ol><li>Tilmeld dig.</li><li>Tag en lektion.</li></ol>")
    return Section("e-kurser", "E-kurser", [drawing, steps])


def _receipt() -> list[Line]:
    return [
        Line(
            name="Besøgende om måneden i gennemsnit",
            value=95_958,
            text="95.958",
            unit="besøgende",
            period="januar til oktober 2017",
            definition="En besøgende er én browser på én internetadresse inden for en "
            "kalendermåned.",
            source="Status december 2017",
            place="Hovedresultater",
        ),
        Line(
            name="Abonnenter på nyhedsbrevet",
            value=27_699,
            text="ca. 27.700",
            unit="abonnenter",
            period="26. oktober 2017",
            definition="En abonnent er en e-mailadresse, der har sagt ja til nyhedsbrevet.",
            source="Lederweb",
            place="Hovedresultater",
        ),
    ]
