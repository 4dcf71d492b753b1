"""The secretariat keeps published figures, followers and other counters in the admin."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analytics.figures.mention import Mention, embedded
from analytics.models import FollowerCount, ImportedSource, MonthlyTotal, PublishedFigure
from analytics.services.record_figure import record_figure
from analytics.services.stale_notes import notes_naming
from lederweb.lib.periods import Month
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db

FIGURES = "/admin/published_figures/"
FIGURE = {
    "label": "Besøgende på Lederweb, 2017",
    "value": "95958",
    "unit": "visitors",
    "statement": "exact",
    "is_monthly_average": "on",
    "year": "2017",
    "period_from": "2017-01-01",
    "period_to": "2017-10-31",
    "on_date": "",
    "source": "Status december 2017",
    "note": "",
}
TABLE = (
    "Navn;Tal;Slags;År;Kilde;Angivet som;Gennemsnit pr. måned;Fra;Til\n"
    "Besøgende, 2017;95.958;besøgende;2017;Status 2017;præcist;ja;01-01-2017;31-10-2017\n"
    "Besøg, 2013;58.500;besøg;2013;Status 2013;ca.;ja;;\n"
)


@pytest.fixture
def sanne(world: World) -> Client:
    client = Client()
    client.force_login(world.sanne_of_the_secretariat)
    return client


def file(content: str, name: str = "tal.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"year": "18"}, id="two digits"),
        pytest.param({"year": "0"}, id="none"),
        pytest.param({"year": "20177"}, id="a digit too many"),
        pytest.param({"year": "2107"}, id="digits that have changed places"),
        pytest.param({"on_date": "0018"}, id="a day of antiquity"),
        pytest.param({"on_date": "26.10.2107"}, id="a day to come"),
        pytest.param({"period_from": "0017-01-01", "period_to": "2017-10-31"}, id="a period"),
    ],
)
def test_a_year_that_cannot_be_is_refused_by_name(sanne: Client, wrong: dict[str, str]) -> None:
    given = FIGURE | {"period_from": "", "period_to": ""} | wrong
    page = sanne.post(f"{FIGURES}new/", given)
    this_year = timezone.localdate().year
    assert f"Vælg et år fra 1990 til {this_year}." in page.content.decode()
    assert not PublishedFigure.objects.exists()


def test_a_table_with_such_a_year_says_in_which_line(sanne: Client) -> None:
    table = "Navn;Tal;Slags;År;Kilde\nAbonnenter;27.500;abonnenter;18;Status 2018\n"
    page = sanne.post(f"{FIGURES}import/", {"file": file(table)}).content.decode()
    assert "Linje 2: Vælg et år fra 1990 til" in page
    assert not PublishedFigure.objects.exists()


@pytest.mark.parametrize("year", [0, 18, 20_177])
def test_such_a_year_in_an_old_row_takes_nothing_down(sanne: Client, year: int) -> None:
    row = {"label": "Abonnenter", "value": 27_500, "unit": "subscribers", "source": "Status"}
    PublishedFigure.objects.create(key="slip", year=year, **row)
    end_of_time = {"period_from": dt.date(1, 1, 1), "period_to": dt.date(9999, 12, 31)}
    row |= {"unit": "visits", "is_monthly_average": True}
    PublishedFigure.objects.create(key="period", year=2017, **row, **end_of_time)
    for address in ("", "?fra=2017-01-01&til=2017-10-31", "andre/", "abonnenter.csv"):
        page = sanne.get(f"/admin/tal/{address}")
        assert page.status_code == 200, address
        assert b"27.500" not in page.getvalue(), address
    assert str(year) in sanne.get(FIGURES).content.decode()


def test_a_figure_is_entered_and_corrected(sanne: Client) -> None:
    assert sanne.post(f"{FIGURES}new/", FIGURE).status_code == 302
    figure = PublishedFigure.objects.get()
    assert figure.key == "besoegende-paa-lederweb-2017"
    sanne.post(f"{FIGURES}edit/{figure.pk}/", FIGURE | {"value": "95959"})
    figure.refresh_from_db()
    assert (figure.value, figure.key) == (95_959, "besoegende-paa-lederweb-2017")
    listed = sanne.get(FIGURES).content.decode()
    assert "95.959" in listed
    assert "januar til oktober 2017" in listed


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"period_to": ""}, "slutning"),
        ({"period_to": "2016-01-01"}, "slutning"),
        ({"on_date": "2017"}, "ikke for begge dele"),
        ({"year": "2013"}, "perioden"),
        ({"value": "-1"}, "0 eller mere"),
    ],
)
def test_what_cannot_be_is_explained_in_danish(
    sanne: Client, wrong: dict[str, str], said: str
) -> None:
    html = sanne.post(f"{FIGURES}new/", FIGURE | wrong).content.decode()
    assert said in html
    assert not PublishedFigure.objects.exists()


def test_figures_from_a_spreadsheet_and_again(sanne: Client) -> None:
    for _ in range(2):
        assert sanne.post(f"{FIGURES}import/", {"file": file(TABLE)}).status_code == 302
    assert PublishedFigure.objects.count() == 2
    about = PublishedFigure.objects.get(year=2013)
    assert (about.statement, about.value, about.is_monthly_average) == ("about", 58_500, True)
    assert PublishedFigure.objects.get(year=2017).period_to == dt.date(2017, 10, 31)


def test_what_is_exported_can_be_imported(sanne: Client) -> None:
    sanne.post(f"{FIGURES}import/", {"file": file(TABLE)})
    export = sanne.get(f"{FIGURES}?export=csv")
    text = b"".join(export.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    corrected = [["95960" if cell == "95958" else cell for cell in row] for row in rows]
    again = io.StringIO()
    csv.writer(again).writerows(corrected)
    response = sanne.post(f"{FIGURES}import/", {"file": file(again.getvalue())})
    assert response.status_code == 302, response.content.decode()
    assert PublishedFigure.objects.count() == 2
    assert PublishedFigure.objects.get(year=2017).value == 95_960


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Navn;Tal\nA;1\n", "slags, år, kilde"),
        (TABLE.replace("95.958", "mange"), "Linje 2: »mange«"),
        (TABLE.replace(";besøg;", ";klik;"), "Linje 3: »klik«"),
        (TABLE.replace("31-10-2017", "31-13-2017"), "Linje 2"),
        (TABLE.replace("31-10-2017", "31-10-2016"), "Linje 2"),
        ("", "tom"),
    ],
)
def test_a_table_with_a_fault_enters_nothing_and_says_where(
    sanne: Client, content: str, said: str
) -> None:
    html = sanne.post(f"{FIGURES}import/", {"file": file(content)}).content.decode()
    assert said in html
    assert not PublishedFigure.objects.exists()


def test_a_note_that_still_has_the_old_number_is_named_when_it_is_corrected(
    sanne: Client,
) -> None:
    """The table and its exports would say the new number and, below it, the old one."""
    notes = {
        "Besøg, januar til september 2013": "I alt 95.958 besøg.",
        "Besøg om måneden, 2013": "95958 delt med 9.",
        "Andet": "Kilden skriver 195.958 og 95.958,5.",
    }
    for label, note in notes.items():
        sanne.post(f"{FIGURES}new/", FIGURE | {"label": label, "note": note})
    first = PublishedFigure.objects.get(label="Besøg, januar til september 2013")
    saved = FIGURE | {"label": first.label, "note": first.note}
    address = f"{FIGURES}edit/{first.pk}/"
    html = sanne.post(address, saved | {"value": "95999"}, follow=True).content.decode()
    assert "står stadig i disse noter" in html
    warned = html.partition("står stadig i disse noter")[2].partition("</li>")[0]
    assert "januar til september 2013" in warned
    assert "om måneden, 2013" in warned
    assert "Andet" not in warned
    unchanged = sanne.post(address, saved | {"value": "95999"}, follow=True).content.decode()
    assert "står stadig i disse noter" not in unchanged
    table = (
        "Navn;Tal;Slags;År;Kilde;Note;Nøgle\n"
        f"Besøg i alt;95.000;besøg;2017;S;Rettet til 95.999 her;{first.key}\n"
    )
    imported = sanne.post(f"{FIGURES}import/", {"file": file(table)}, follow=True)
    assert "Besøg i alt" in imported.content.decode().partition("disse noter")[2][:200]


def test_a_corrected_number_that_is_a_year_too_is_looked_for_as_a_number_only(db: None) -> None:
    for label, note in (("Aarene", "Fra 2013 til 2017."), ("Tallet", "I alt 2.017 besøg.")):
        record_figure(
            key=label, label=label, value=9, unit="visits", year=2017, note=note, source="S"
        )
    assert [figure.label for figure in notes_naming([2017, 12])] == ["Tallet"]


def test_a_published_report_that_keeps_the_old_number_is_named_when_it_is_corrected(
    world: World, sanne: Client
) -> None:
    sanne.post(f"{FIGURES}new/", FIGURE)
    figure = PublishedFigure.objects.get()
    results = f"<p>{embedded(Mention(f'stated:{figure.key}').attributes())} besøgende.</p>"
    report = world.report("Status 2017", body=[("results", results)])
    report.save_revision().publish()
    world.report("Status 2018", body=[("results", results)])  # a draft counts itself
    address = f"{FIGURES}edit/{figure.pk}/"
    html = sanne.post(address, FIGURE | {"value": "95999"}, follow=True).content.decode()
    warned = html.partition("Disse udgivne rapporter har stadig")[2].partition("</li>")[0]
    assert "Status 2017" in warned
    assert "Status 2018" not in warned
    assert f"/{report.pk}/" in warned
    # That page names the figure with both numbers.
    checks = sanne.get(reverse("analytics_report", args=[report.pk])).content.decode()
    assert "<td>95.958</td><td>95.999</td>" in checks


def test_followers_of_a_month_are_kept_corrected_and_shown(sanne: Client) -> None:
    last = Month.of(timezone.localdate()).shifted(-1)
    given = {"month": str(last), "facebook": "4544", "linkedin": "8795"}
    assert sanne.post("/admin/tal/foelgere/", given).status_code == 302
    sanne.post("/admin/tal/foelgere/", given | {"facebook": "4600", "linkedin": ""})
    assert list(FollowerCount.objects.values_list("channel", "value")) == [("facebook", 4600)]
    html = sanne.get(f"/admin/tal/foelgere/?month={last}").content.decode()
    assert 'value="4.600"' in html
    assert "4.600" in html
    refused = sanne.post("/admin/tal/foelgere/", {"month": "1999-01", "facebook": "-3"})
    assert refused.status_code == 200
    assert FollowerCount.objects.count() == 1


def test_another_month_is_shown_with_its_own_numbers_before_anything_is_kept(sanne: Client) -> None:
    """Were it chosen in the same form, the fields would hold the numbers of the month before."""
    last = Month.of(timezone.localdate()).shifted(-1)
    earlier = last.shifted(-1)
    for month, value in ((last, "4544"), (earlier, "4117")):
        sanne.post("/admin/tal/foelgere/", {"month": str(month), "facebook": value})
    html = sanne.get("/admin/tal/foelgere/", {"month": str(earlier)}).content.decode()
    _choice, _form, form = html.partition('<form method="post"')
    fields = form.partition("</form>")[0]
    assert f'<input type="hidden" name="month" value="{earlier}"' in fields
    assert 'value="4.117"' in fields
    assert "<select" not in fields
    assert "4544" not in fields


def test_an_export_of_another_counter_is_imported_seen_and_taken_back(sanne: Client) -> None:
    given = {"name": "Plausible 2016", "kind": "plausible"}
    content = "date,visitors,visits\n2016-03,10,12\n2016-04,20,25\n"
    assert sanne.post("/admin/tal/taellere/", given | {"file": file(content)}).status_code == 302
    source = ImportedSource.objects.get()
    page = sanne.get("/admin/tal/taellere/").content.decode()
    assert "Plausible 2016" in page
    shown = sanne.get("/admin/tal/andre/?fra=2016-03-01&til=2016-04-30").content.decode()
    assert "Plausible 2016" in shown
    bad = sanne.post("/admin/tal/taellere/", given | {"file": file("a,b\n1,2\n")})
    assert "Første række" in bad.content.decode()
    gone = f"/admin/tal/taellere/{source.pk}/fjern/"
    assert sanne.get(gone).status_code == 200
    assert ImportedSource.objects.exists()
    sanne.post(gone)
    assert not ImportedSource.objects.exists()
    assert not MonthlyTotal.objects.exists()
