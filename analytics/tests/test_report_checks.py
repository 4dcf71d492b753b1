"""Each contradiction of the reports of 2013 and 2017 is found before a report comes out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from analytics.figures.mention import Mention, embedded
from analytics.models import StatusReportPage
from analytics.reports.checks import findings
from analytics.services.record_figure import record_figure
from lederweb.testing.world import World

JAN_TO_SEP = {"period_from": "2013-01-01", "period_to": "2013-09-30"}
SITE = {"site_from": dt.date(2013, 1, 1), "site_to": dt.date(2013, 9, 30)}


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test here reads or writes."""


def stated(key: str, value: int, unit: str, label: str, year: int = 2013, **fields: Any) -> str:
    """Record it; gives the figure as it stands in a text."""
    record_figure(
        key=key, value=value, unit=unit, label=label, year=year, source="Status", **fields
    )
    return str(embedded(Mention(f"stated:{key}").attributes()))


def found_in(world: World, results: str, *sections: Any, **fields: Any) -> dict[str, str]:
    """What the checks say of a report with these main results, by code; the first of each."""
    body: list[Any] = [("results", f"<p>{results}</p>")] if results else []
    body += [
        ("counted", {"what": section}) if isinstance(section, str) else section
        for section in sections
    ]
    page = world.report(body=body, **fields)
    draft = page.get_latest_revision_as_object()
    found: dict[str, str] = {}
    for finding in findings(draft):
        found.setdefault(finding.code, finding.sentence)
    return found


def words(text: str) -> Any:
    return ("words", {"heading": "", "text": f"<p>{text}</p>"})


def test_ca_27500_subscribers_are_not_27699(world: World) -> None:
    stated("s", 27699, "subscribers", "Abonnenter", on_date="2013-10-26")
    found = found_in(world, "Nyhedsbrevet har ca. 27.500 abonnenter.", "nyhedsbrev")
    assert "27.699 er ca. 27.700" in found["about"]
    assert "about" not in found_in(world, "Det har ca. 27.700 abonnenter.", "nyhedsbrev")


def test_ca_58500_visits_a_month_are_not_a_ninth_of_527131(world: World) -> None:
    stated("total", 527131, "visits", "Besøg på Lederweb", **JAN_TO_SEP)
    stated("average", 58500, "visits", "Besøg", kind="about", monthly_average=True, **JAN_TO_SEP)
    assert "58.570 er ca. 58.600" in found_in(world, "", "besoeg", **SITE)["about"]


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("ni projektartikler", "to projektartikler"),
        ("tre publikationer", "en ny publikation"),
        ("to mobilsites", "et mobilsite"),
    ],
)
def test_counted_words_equal_what_is_listed(world: World, said: str, right: str) -> None:
    project = world.project()
    project.save_revision().publish()
    world.article("Den ene", project=project, published_on="2013-02-01")
    world.article("Den anden", project=project, published_on="2013-03-01")
    world.article("Uden projekt", published_on="2013-03-01")
    world.publication(published_on="2013-05")
    deck = world.deck()
    deck.published_on = "2013"
    deck.save_revision().publish()
    sections = ("udgivelser", "artikler")
    assert said in found_in(world, f"Vi har udgivet {said}.", *sections)["words"]
    assert "words" not in found_in(world, f"Vi har udgivet {right}.", *sections)


def test_visits_and_visitors_are_held_together_only_with_a_word_on_it(world: World) -> None:
    now = stated("now", 95958, "visitors", "Besøgende")
    before = stated("before", 80952, "visits", "Besøg", year=2012)
    sentence = f"I 2013 {now} besøgende, i 2012 {before} besøg"
    assert found_in(world, f"{sentence}.")["unlike"].startswith("Besøg og besøgende er")
    assert "unlike" in found_in(world, "Nu 95.958 besøgende mod 80.952 besøg før.")
    assert "unlike" not in found_in(world, f"{sentence}; de kan ikke sammenlignes.")
    # In points of their own they are not held against each other.
    assert "unlike" not in found_in(world, f"{now} besøgende.</p><p>{before} besøg.")


def test_politiken_is_in_the_headline_only(world: World) -> None:
    world.mention("Børsen", published_on="2013-04-01")
    results = "Annoncer og artikler i Børsen, Politiken og Jyllands-Posten."
    found = found_in(world, results, "medier", words("Politikerne læste Jyllands-Posten."))
    assert "»Politiken«" in found["name"]
    world.mention("Politiken", published_on="2013-05-01")
    assert "name" not in found_in(world, results, "medier", words("Læs i Jyllands-Posten."))


def test_no_link_leads_to_a_drive_or_nowhere(world: World) -> None:
    article = world.article()
    drive = '<a href="file://///kl01s11/kontor/Vaeksthuset">debat</a>'
    assert "file://///kl01s11" in found_in(world, "", words(drive))["drive"]
    for dead in ("/artikler/findes-ikke/", "http://testserver/x/"):
        assert dead in found_in(world, "", words(f'<a href="{dead}">her</a>'))["dead"]
    gone = '<a linktype="page" id="999999">væk</a>'
    assert "»væk«" in found_in(world, "", words(gone))["dead"]
    good = f'<a linktype="page" id="{article.pk}">a</a> <a href="{article.url}">b</a>'
    outside = '<a href="https://www.danskekommuner.dk/x">c</a> <a href="/katalog/ny/">d</a>'
    assert "dead" not in found_in(world, "", words(good))
    assert "/katalog/ny/" in found_in(world, "", words(outside))["dead"]


def test_innovations_glimt_is_nearly_innovative_glimt(world: World) -> None:
    world.project("Innovative glimt").save_revision().publish()
    found = found_in(world, "", words("Artiklen kom fra projektet Innovations glimt."))
    assert "»Innovations glimt«" in found["alike"]
    assert "alike" not in found_in(world, "", words("Den kom fra Innovative glimt."))
    world.project("Innovative glimt II").save_revision().publish()
    assert "alike" not in found_in(world, "", words("Den kom fra Innovative glimt."))
    world.project("Innovations glimt").save_revision().publish()
    assert "To projekter" in found_in(world, "", words("Tekst."))["alike"]


def test_headline_and_body_name_one_value(world: World) -> None:
    stated("body", 23456, "subscribers", "Abonnenter", on_date="2013-10-01")
    other = stated("other", 23000, "subscribers", "Abonnenter i alt", on_date="2013")
    found = found_in(world, f"Nyhedsbrevet har {other} abonnenter.", "nyhedsbrev")
    assert "23.000" in found["headline"]
    assert "23.456" in found["headline"]
    assert "headline" in found_in(world, "Det har 23.400 abonnenter.", "nyhedsbrev")
    assert "headline" not in found_in(world, "Det har 23.456 abonnenter.", "nyhedsbrev")
    stated("few", 684, "visits", "Besøg", **JAN_TO_SEP)
    assert "headline" not in found_in(world, "Der var ca. 700 besøg.", "besoeg", **SITE)
    # As the sections tell an estimate below a thousand.
    assert "headline" not in found_in(world, "Der var ca. 680 besøg.", "besoeg", **SITE)
    assert "headline" in found_in(world, "Der var ca. 690 besøg.", "besoeg", **SITE)
    assert "headline" in found_in(world, "Der var ca. 800 besøg.", "besoeg", **SITE)


def test_every_number_is_a_figure_or_somebody_answers_for_it(world: World) -> None:
    found = found_in(world, "", words("118 medarbejdere fra kommunerne var med."))
    assert "118" in found["typed"]
    fine = "Den 12. juni 2013 kl. 9.30 mødtes de 3 parter fra Væksthus 1+2, og i 2014 igen."
    assert "typed" not in found_in(world, "", words(fine))


def test_plans_of_the_last_report_are_no_results_until_somebody_has_written(world: World) -> None:
    def focus(what: str, *points: tuple[str, str]) -> Any:
        listed = [{"title": title, "text": text} for title, text in points]
        return ("focus", {"what": what, "points": listed})

    plans = (("Søgning", "Den skal blive enkel."), ("Forsiden", ""))
    year = {"period_from": "2012-01-01", "period_to": "2012-12-31"}
    before = world.report("Status 2012", body=[focus("planned", *plans)], **year)
    before.save_revision().publish()
    told = found_in(world, "", focus("done", *plans))["plans"]
    assert told == (
        "Det, der er udført, er stadig beskrevet med ordene fra planen i »Status 2012«: "
        "Søgning; Forsiden. Skriv, hvad der kom ud af hvert punkt."
    )
    written = focus("done", ("Søgning", "Den er blevet enkel."), plans[1])
    assert "Søgning" not in found_in(world, "", written)["plans"]
    assert "plans" not in found_in(world, "", focus("done", ("Søgning", "Den er enkel.")))
    assert "plans" not in found_in(world, "", focus("planned", *plans))


def test_each_finding_leads_to_its_place_and_stands_beside_the_page(
    world: World, client: Any
) -> None:
    page = world.report(body=[words("118 medarbejdere var med.")])
    client.force_login(world.sanne_of_the_secretariat)
    (finding,) = findings(StatusReportPage.objects.get(pk=page.pk))
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert finding.place.removeprefix("#block-").removesuffix("-section") in editor
    beside = client.get(reverse("content_checks", args=[page.pk])).content.decode()
    assert "118" in beside
    assert f'href="{finding.place}"' in beside
    # Whoever writes reports may choose pages to link to.
    assert client.get(reverse("wagtailadmin_choose_page")).status_code == 200
