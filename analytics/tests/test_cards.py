"""One page on a project, a Væksthus or a quarter: on the screen, as PDF and as Word file."""

import datetime as dt
import io

import docx
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from analytics.models import DailyTotal, MonthlyTotal, Series
from analytics.reports import pdf, receipt
from analytics.reports.cards import project_card, tier_card
from analytics.reports.document import Drawing, Grid, Items, Report
from analytics.reports.quarterly import Quarter, quarterly_note
from lederweb.lib.periods import Month, months_between
from lederweb.testing.world import World
from projects.models import Membership, Tier
from publications.models import ArticleIndexPage, ArticlePage

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 15)


def totals(metric: str, dimension: str, key: str, months: dict[Month, int]) -> None:
    for month, value in months.items():
        common = {"metric": metric, "dimension": dimension, "key": key, "value": value}
        MonthlyTotal.objects.create(month=month.first_day, definition_version=1, **common)
        DailyTotal.objects.create(day=month.first_day, series=Series.OWN, **common)


def lines(report: Report) -> dict[str, int]:
    return {line.name: line.value for line in report.receipt}


def headings(report: Report) -> list[str]:
    return [section.heading for section in report.sections]


def titles(report: Report, heading: str) -> list[str]:
    return [
        item.title
        for section in report.sections
        if section.heading == heading
        for block in section.blocks
        if isinstance(block, Items)
        for item in block.items
    ]


def pages_of(content: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.fixture
def project(world: World):
    project = world.project(
        "Ledelse af frivillige", purpose="<p>Frivillige skal ledes.</p>", started_on="2024-05"
    )
    world.article("Frivillige skal også ledes", project=project, published_on="2025-04-19")
    world.article("Uden projekt", published_on="2025-04-19")
    world.event(title="Mini-konference", project=project, starts_on="2025-09-27")
    world.mention(outlet="Danske Kommuner", title="Om frivillige", project=project)
    return project


# --- A project -----------------------------------------------------------------------------------
def test_a_project_says_what_it_is_for_and_what_came_of_it(project):
    card = project_card(project, day=DAY)
    assert card.title == "Ledelse af frivillige"
    assert card.subtitle == "Projekt · Væksthus 3 · I gang"
    assert card.period == "siden maj 2024"
    assert titles(card, "Det kom der ud af projektet") == ["Frivillige skal også ledes"]
    assert titles(card, "Arrangementer") == ["Mini-konference"]
    assert titles(card, "I medierne") == ["Om frivillige"]
    assert lines(card) == {"Artikler": 1, "Arrangementer": 1, "Omtaler i medier": 1}


def test_how_much_a_project_was_read_is_of_the_last_twelve_whole_months(project):
    months = months_between(Month(2025, 2), Month(2026, 3))
    totals("page_views", "project", str(project.pk), dict.fromkeys(months, 100))
    totals("page_views", "site", "", dict.fromkeys(months, 900))
    totals("visits", "site", "", {Month(2026, 2): 1})
    card = project_card(project, day=DAY)
    views = next(line for line in card.receipt if line.name == "Sidevisninger")
    assert (views.value, views.text, views.period) == (1200, "1.200", "marts 2025 til februar 2026")
    (drawing,) = card.drawings()
    assert len(drawing.table.rows) == 12


def test_months_before_anything_was_counted_are_not_months_without_readers(project):
    totals("page_views", "project", str(project.pk), {Month(2025, 12): 100, Month(2026, 2): 50})
    counted = months_between(Month(2025, 12), Month(2026, 2))
    totals("page_views", "site", "", dict.fromkeys(counted, 900))
    totals("visits", "site", "", {Month(2026, 2): 1})
    card = project_card(project, day=DAY)
    views = next(line for line in card.receipt if line.name == "Sidevisninger")
    assert (views.value, views.period) == (150, "december 2025 til februar 2026")
    (drawing,) = card.drawings()
    assert drawing.table.rows == [
        ["december 2025", "100"], ["januar 2026", "0"], ["februar 2026", "50"],
    ]  # fmt: skip


def test_a_project_without_anything_has_a_card_all_the_same(world):
    card = project_card(world.project("Faglig ledelse"), day=DAY)
    assert headings(card) == ["Projektet i tal"]
    assert not card.receipt
    assert pages_of(pdf.write_card(card)) == 1


def test_a_project_with_very_much_still_fits_on_a_page(world, project):
    articles = ArticleIndexPage.objects.get()
    for number in range(13):
        title = f"Når lederen skal være til stede, del {number}"
        articles.add_child(instance=ArticlePage(title=title, lead="Om ledelse.", project=project))
        world.event(title=f"Dialogmøde om ledelse på afstand nummer {number}", project=project)
        world.mention(title=f"Et debatindlæg med en lang titel, nummer {number}", project=project)
    project.purpose = "<p>" + "Ledere skal kunne lede, også når de ikke er der. " * 60 + "</p>"
    months = months_between(Month(2025, 3), Month(2026, 2))
    totals("page_views", "project", str(project.pk), dict.fromkeys(months, 12_345))
    totals("page_views", "site", "", dict.fromkeys(months, 99_999))
    totals("visits", "site", "", {Month(2026, 2): 1})
    card = project_card(project, day=DAY)
    assert pages_of(pdf.write_card(card)) == 1
    assert len(titles(card, "Det kom der ud af projektet")) == 12
    assert "og 2 mere" in str(card.as_json())


# --- A Væksthus ----------------------------------------------------------------------------------
def test_a_vaeksthus_shows_its_own_and_what_it_shares(world, project):
    world.project("Tværgående", owners=["1", "3"])
    world.project("Topledelse", owners=["1"])
    world.seat(Membership.Body.NETWORK_3)
    card = tier_card(Tier.INSTITUTION, day=DAY)
    assert card.title == "Væksthus 3"
    assert titles(card, "Projekter undervejs") == ["Ledelse af frivillige", "Tværgående"]
    assert titles(card, "Arrangementer") == ["Mini-konference"]
    found = lines(card)
    assert (found["Projekter undervejs"], found["Medlemmer"]) == (2, 1)
    assert pages_of(pdf.write_card(card)) == 1


# --- A quarter -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-01", Quarter(2026, 1)),
        ("2026-03-31", Quarter(2026, 1)),
        ("2026-04-01", Quarter(2026, 2)),
        ("2025-12-31", Quarter(2025, 4)),
    ],
)
def test_each_day_lies_in_its_quarter(day, expected):
    quarter = Quarter.of(dt.date.fromisoformat(day))
    assert quarter == expected
    assert quarter.span.first <= dt.date.fromisoformat(day) <= quarter.span.last
    assert quarter.before < quarter


def test_a_quarter_stands_beside_the_year_before(world):
    autumn = months_between(Month(2025, 10), Month(2025, 12))
    totals("visits", "site", "", dict.fromkeys(autumn, 2000))
    totals("visits", "site", "", dict.fromkeys([month.shifted(-12) for month in autumn], 1500))
    world.article("Ny", published_on="2025-11-03")
    world.article("Gammel", published_on="2025-09-30")
    note = quarterly_note(Quarter(2025, 4), day=DAY)
    table = note.sections[0].blocks[0]
    assert isinstance(table, Grid)
    assert ["Besøg", "6.000", "4.500", "+1.500"] in table.rows
    assert titles(note, "Udgivet") == ["Ny"]
    assert [type(block) for block in note.sections[0].blocks] == [Grid, Drawing]
    assert note.sections[0].warnings == []
    values = [line.value for line in note.receipt if line.name == "Besøg"]
    assert values == [6000, 4500]
    assert pages_of(pdf.write_card(note)) == 1


def test_months_that_nobody_counted_are_said(world):
    totals("visits", "site", "", {Month(2025, 11): 10, Month(2025, 12): 10})
    note = quarterly_note(Quarter(2025, 4), day=DAY)
    assert note.sections[0].warnings == ["Besøg blev ikke talt i oktober 2025."]
    assert "Besøg: 20 (november til december 2025)." in note.lead
    table = note.sections[0].blocks[0]
    assert isinstance(table, Grid)
    assert ["Besøg", "20 (november til december 2025)", "–", "–"] in table.rows
    assert [(line.name, line.period) for line in note.receipt if line.name == "Besøg"] == [
        ("Besøg", "november til december 2025")
    ]


def test_a_quarter_that_is_not_over_says_so_and_one_to_come_is_none(world):
    assert quarterly_note(Quarter(2026, 1), day=DAY).sections[0].warnings == [
        "Kvartalet er ikke slut endnu."
    ]
    with pytest.raises(ValueError, match="Quarter"):
        quarterly_note(Quarter(2026, 2), day=DAY)


def test_it_is_danish_whatever_the_admin_speaks(project):
    with translation.override("en"):
        assert project_card(project, day=DAY).subtitle.startswith("Projekt")


# --- In the admin --------------------------------------------------------------------------------
@pytest.fixture
def secretariat(world: World) -> Client:
    client = Client()
    client.force_login(
        world.sanne_of_the_secretariat, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_the_list_leads_to_every_card_and_its_files(secretariat, project):
    page = secretariat.get(reverse("analytics_cards")).content.decode()
    for name in ("", "_pdf", "_docx"):
        assert reverse(f"analytics_card_project{name}", args=[project.pk]) in page
        assert reverse(f"analytics_card_tier{name}", args=[3]) in page
    assert "Kvartalsnotater" in page


def test_a_card_on_the_screen_offers_the_same_as_files(secretariat, project):
    url = reverse("analytics_card_project", args=[project.pk])
    page = secretariat.get(url).content.decode()
    assert "Frivillige skal også ledes" in page
    got = secretariat.get(reverse("analytics_card_project_pdf", args=[project.pk]))
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"] == 'attachment; filename="projekt-ledelse-af-frivillige.pdf"'
    assert pages_of(got.content) == 1
    got = secretariat.get(reverse("analytics_card_project_docx", args=[project.pk]))
    document = docx.Document(io.BytesIO(got.content))
    assert document.paragraphs[0].text == "Ledelse af frivillige"
    got = secretariat.get(reverse("analytics_card_project_csv", args=[project.pk]))
    assert receipt.checksum(project_card(project, day=timezone.localdate())) in got.content.decode()
    assert "Indhold" not in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    "path",
    [
        "projekt/987654/",
        "vaeksthus/4/",
        "kvartal/2026/5/",
        "kvartal/2026/0/",
        "kvartal/9998/1/",
        "kvartal/99999/1/",
        "kvartal/1/1/kort.pdf",
    ],
)
def test_what_there_is_no_card_of_is_not_found(secretariat, world, path):
    assert secretariat.get(f"/admin/tal/kort/{path}").status_code == 404


def test_a_project_that_is_not_public_has_no_card(secretariat, world):
    hidden = world.project("Hemmeligt")
    hidden.unpublish()
    assert secretariat.get(reverse("analytics_card_project", args=[hidden.pk])).status_code == 404
