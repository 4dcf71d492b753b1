"""What the checks say of the numbers in a text: each a contradiction of a published report."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.figures.checks import figures_hold, links_lead_out_of_the_house, numbers_are_figures
from analytics.figures.mention import Mention, embedded
from analytics.services.record_figure import record_figure
from lederweb.core.content_checks import findings
from projects.models import ProjectPage

pytestmark = pytest.mark.django_db


def stated(key: str, value: int, unit: str, label: str) -> str:
    record_figure(
        key=key, value=value, unit=unit, label=label, year=2017, source="Status december 2017"
    )
    return str(embedded(Mention(f"stated:{key}").attributes()))


def text(words: str) -> Any:
    return ProjectPage(title="Status", purpose=f"<p>{words}</p>")


def test_27500_subscribers_in_the_headline_are_not_27699() -> None:
    figure = stated("s", 27699, "subscribers", "Abonnenter")
    page = text(f"Stabilt med ca. 27.500 abonnenter. I alt {figure} abonnenter pr. 26/10-2017.")
    assert list(numbers_are_figures(page)) == [
        "»ca. 27.500« er ikke »Abonnenter« afrundet: 27.699 er ca. 27.700. Indsæt tallet i stedet."
    ]
    assert not list(numbers_are_figures(text(f"Stabilt med ca. 27.700, i alt {figure}.")))


def test_58500_visits_a_month_are_not_58570() -> None:
    figure = stated("v", 58570, "visits", "Besøg pr. måned")
    (found,) = numbers_are_figures(text(f"Der er ca. 58.500 besøg, nemlig {figure}."))
    assert "58.570 er ca. 58.600" in found


def test_visits_and_visitors_in_one_paragraph_are_pointed_out() -> None:
    now = stated("now", 95958, "visitors", "Besøgende")
    before = stated("before", 80952, "visits", "Besøg")
    (found,) = figures_hold(text(f"I 2017 {now} besøgende, i 2016 {before} besøg."))
    assert found.startswith("Besøg og besøgende er")
    assert not list(figures_hold(text(f"I 2017 {now} besøgende.")))


def test_a_link_to_an_internal_drive_is_found() -> None:
    link = '<a href="file://///kl01s11/kontor/Vaeksthuset/Debatindl%C3%A6g">debat</a>'
    (found,) = links_lead_out_of_the_house(text(link))
    assert "file://///kl01s11/kontor" in found
    assert not list(links_lead_out_of_the_house(text('<a href="https://example.org/">x</a>')))


def test_a_number_beside_figures_is_asked_for_its_source() -> None:
    figure = stated("s", 27699, "subscribers", "Abonnenter")
    (found,) = numbers_are_figures(text(f"{figure} mod 26.420 den 14.10.2016 og i 2015."))
    assert "26.420" in found
    assert not list(numbers_are_figures(text("Trykt i 5.000 eksemplarer.")))


def test_a_figure_without_a_value_is_named_and_stands_in_the_list_of_findings() -> None:
    page = text(str(embedded({"figure": "stated:gone"})))
    assert any("stated:gone" in finding.sentence for finding in findings(page))
