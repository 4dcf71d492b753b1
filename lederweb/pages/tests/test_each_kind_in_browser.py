"""One of each kind, from the empty form to the public site, by a moderator in a real browser.

The article goes its longer way, with an editor and the approval, in test_main_job and
test_editors_in_browser.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from lederweb.core.models import BasePage
from lederweb.pages.models import HomePage, StandardPage
from lederweb.testing.browser import log_in
from lederweb.testing.podcasts import TRANSCRIPT, tone
from lederweb.testing.world import World
from projects.models import ProjectIndexPage
from publications.models import (
    CourseIndexPage,
    CoursePage,
    PodcastSeriesPage,
    PublicationIndexPage,
    PublicationPage,
    ToolIndexPage,
    TopicIndexPage,
)
from publications.tests.test_read_pdf import pdf_with

pytestmark = pytest.mark.browser

LEAD = "En prøve på, at det kan skrives og udgives uden hjælp."
PUBLISH = "[name=action-publish]"


@pytest.fixture(scope="module")
def logged_in(watched_window: Any, site: Any) -> None:
    """The moderator has logged in, once for all."""
    with site.database():
        email = World().morten_the_moderator.email
    log_in(watched_window[0], email)


@pytest.fixture
def desk(logged_in: None, window: Any) -> Any:
    """The moderator's window."""
    return window


@pytest.fixture
def write(desk: Any, site: Any) -> Any:
    """Opens the empty form of a kind below a page, and begins with title and lead."""

    def open_form(kind: str, below: type[BasePage], title: str, lead: str = LEAD) -> Any:
        with site.database():
            parent = below.objects.earliest("pk").pk
        desk.goto(f"/admin/pages/{parent}/add_subpage/")
        if "/add_subpage/" in desk.url:  # where only one kind can stand, its form opens at once
            desk.get_by_role("main").get_by_role("link", name=kind, exact=True).click()
        desk.fill("#id_title", title)
        desk.fill("#id_lead", lead)
        return desk

    return open_form


def publish(desk: Any) -> None:
    button = desk.locator(f"footer {PUBLISH}")
    if not button.is_visible():
        desk.get_by_role("button", name="Flere handlinger").click()
    button.click()
    desk.locator(".messages .success").wait_for()


def text(desk: Any, site: Any, words: str) -> None:
    """Write a text as the first block."""
    panel = desk.locator("section[id$=-body-section]")
    panel.locator(".c-sf-add-button").click()
    desk.get_by_role("option", name="Tekst", exact=True).click()
    panel.get_by_role("textbox").last.click()
    desk.keyboard.type(words)
    # The editor of the text hands it to the form a moment after the last key.
    site.until(lambda: words in desk.input_value("[name=body-0-value]"), "it is handed over")


def upload(desk: Any, panel: str, name: str, kind: str, content: bytes, title: str) -> None:
    """Choose a file that is not there yet."""
    section = desk.locator(panel)
    section.locator("[data-chooser-action-choose]:visible").click()
    dialog = desk.locator(".modal-content")
    dialog.get_by_role("tab", name=re.compile("^Læg .*op")).click()
    file = {"name": name, "mimeType": kind, "buffer": content}
    dialog.locator("input[type=file]").set_input_files(file)
    dialog.get_by_label("Titel").last.fill(title)
    dialog.locator("[role=tabpanel]:visible button[type=submit]").click()
    section.get_by_text(title).wait_for()


def test_a_publication_with_its_pdf(desk: Any, write: Any, visitor: Any) -> None:
    write("Publikation", PublicationIndexPage, "Vagtplan med omtanke")
    desk.get_by_role("button", name="Tilføj udgave").click()
    desk.get_by_label("År").fill("2016")
    desk.get_by_role("button", name="Tilføj format").click()
    formats = "[id^=inline_child_editions-0-formats-0]"
    pdf = pdf_with("Ledelse om natten", pages=3)
    upload(desk, formats, "vagtplan.pdf", "application/pdf", pdf, "Vagtplan (PDF)")
    desk.get_by_label("Udgivet").fill("25. august 2016")
    publish(desk)
    page = visitor("/publikationer/vagtplan-med-omtanke/")
    assert page.inner_text("h1") == "Vagtplan med omtanke"
    assert "25. august 2016" in page.inner_text("main")
    assert page.locator("main a[href$='.pdf']").first.is_visible()


def test_a_chapter_of_a_web_edition(desk: Any, write: Any, visitor: Any, site: Any) -> None:
    write("Publikation", PublicationIndexPage, "Nattevagten læser")
    publish(desk)
    with site.database():
        publication = PublicationPage.objects.get(title="Nattevagten læser").pk
    desk.goto(f"/admin/pages/{publication}/add_subpage/")
    desk.fill("#id_title", "Før midnat")
    text(desk, site, "Mød ti minutter før.")
    publish(desk)
    page = visitor("/publikationer/nattevagten-laeser/")
    page.get_by_role("main").get_by_role("link", name="Før midnat").first.click()
    assert "Mød ti minutter før." in page.inner_text("main")


def test_an_episode_with_sound_and_transcript(
    desk: Any, write: Any, visitor: Any, site: Any
) -> None:
    write("Podcastafsnit", PodcastSeriesPage, "Nattens leder")
    desk.fill("#id_number", "44")
    publish_button_says_what_is_missing(desk)
    upload(desk, "section[id$=-audio-section]", "nat.mp3", "audio/mpeg", tone(12), "Nattens lyd")
    desk.locator("[data-transcript-file]").set_input_files(
        {"name": "nat.vtt", "mimeType": "text/vtt", "buffer": TRANSCRIPT.encode()}
    )
    site.until(lambda: "brændte" in desk.input_value("#id_transcript"), "the file is read")
    publish(desk)
    page = visitor("/podcast/oererne-i-maskinen/nattens-leder/")
    assert page.locator("audio").count()
    assert "Vi talte med hinanden." in page.inner_text("main")


def publish_button_says_what_is_missing(desk: Any) -> None:
    """Too early: a sentence at each field, and what was written stands."""
    desk.get_by_role("button", name="Flere handlinger").click()
    desk.locator(f"footer {PUBLISH}").click()
    desk.locator("section[id$=-audio-section] .error-message").wait_for()
    assert desk.locator("section[id$=-audio-section]").get_by_text("lyd").first.is_visible()
    assert desk.input_value("#id_title") == "Nattens leder"
    assert desk.input_value("#id_lead") == LEAD
    assert desk.input_value("#id_number") == "44"


def test_a_course_with_a_lesson(desk: Any, write: Any, visitor: Any, site: Any) -> None:
    write("E-kursus", CourseIndexPage, "Led om natten")
    publish(desk)
    with site.database():
        course = CoursePage.objects.get(title="Led om natten").pk
    desk.goto(f"/admin/pages/{course}/add_subpage/")
    desk.fill("#id_title", "Den første vagt")
    desk.fill("#id_lead", LEAD)
    publish(desk)
    page = visitor("/e-kurser/led-om-natten/")
    page.get_by_role("main").get_by_role("link", name="Den første vagt").first.click()
    assert page.inner_text("h1") == "Den første vagt"


def test_a_tool_with_a_step(desk: Any, write: Any, visitor: Any) -> None:
    write("Værktøj", ToolIndexPage, "Overdragelse på ti minutter")
    steps = desk.locator("section[id$=-steps-section]")
    steps.locator(".c-sf-add-button").click()
    steps.get_by_label("Titel").fill("Hvad skete der i nat")
    steps.get_by_label("Minutter").fill("10")
    publish(desk)
    page = visitor("/vaerktoejer/overdragelse-paa-ti-minutter/")
    assert "Hvad skete der i nat" in page.inner_text("main")


def test_a_project(desk: Any, write: Any, visitor: Any) -> None:
    write("Projekt", ProjectIndexPage, "Ledelse døgnet rundt")
    desk.get_by_label("Begyndt").fill("maj 2016")
    desk.get_by_role("checkbox", name="Væksthus 3").check()
    publish(desk)
    text = visitor("/projekter/ledelse-doegnet-rundt/").inner_text("main")
    assert LEAD in text
    assert "maj 2016" in text


def test_a_standard_page(desk: Any, write: Any, visitor: Any, site: Any) -> None:
    write("Standardside", HomePage, "Sådan bruger du Lederweb")
    text(desk, site, "Søg på det, du står med.")
    publish(desk)
    page = visitor("/saadan-bruger-du-lederweb/")
    assert "Søg på det, du står med." in page.inner_text("main")


def test_an_earlier_version_comes_back(desk: Any, write: Any, visitor: Any, site: Any) -> None:
    write("Standardside", HomePage, "Vores åbningstid", lead="Vi har åbent fra otte til fire.")
    publish(desk)
    desk.get_by_role("link", name="Rediger").first.click()
    desk.fill("#id_lead", "Vi har lukket.")
    publish(desk)
    assert "Vi har lukket." in visitor("/vores-aabningstid/").inner_text("main")
    with site.database():
        page = StandardPage.objects.get(title="Vores åbningstid")
        first = page.revisions.earliest("pk").pk
    desk.goto(f"/admin/pages/{page.pk}/revisions/{first}/revert/")
    assert desk.input_value("#id_lead") == "Vi har åbent fra otte til fire."
    publish(desk)
    assert "fra otte til fire" in visitor("/vores-aabningstid/").inner_text("main")


def test_a_topic_and_one_below_it(desk: Any, write: Any, visitor: Any) -> None:
    write("Emne", TopicIndexPage, "Natarbejde")
    publish(desk)
    desk.get_by_role("link", name="Rediger").first.click()
    topic = desk.url.rstrip("/").split("/")[-2]
    desk.goto(f"/admin/pages/{topic}/add_subpage/")
    desk.fill("#id_title", "Søvn og vagter")
    desk.fill("#id_lead", LEAD)
    publish(desk)
    page = visitor("/emner/natarbejde/")
    page.get_by_role("main").get_by_role("link", name="Søvn og vagter").first.click()
    assert page.inner_text("h1") == "Søvn og vagter"


def test_an_event_after_a_date_that_is_none(desk: Any, visitor: Any) -> None:
    desk.goto("/admin/snippets/projects/event/add/")
    desk.fill("#id_title", "Nattens ledere mødes")
    desk.get_by_label("Dato", exact=False).first.fill("i morgen")
    desk.fill("#id_place", "Odense")
    save(desk)
    assert "Skriv en dag (3.5.2013)" in desk.inner_text(".error-message")
    # Nothing of what was written is lost.
    assert desk.input_value("#id_starts_on") == "i morgen"
    assert desk.input_value("#id_place") == "Odense"
    desk.fill("#id_starts_on", "3. maj 2016")
    save(desk)
    desk.locator(".messages .success").wait_for()
    text = visitor("/om/arrangementer/?aar=2016").inner_text("main")
    assert "Nattens ledere mødes" in text
    assert "3. maj 2016" in text


def test_a_media_mention(desk: Any, visitor: Any) -> None:
    desk.goto("/admin/snippets/projects/mediamention/add/")
    desk.fill("#id_outlet", "Danske Kommuner")
    desk.fill("#id_title", "Lederen der blev oppe")
    desk.fill("#id_published_on", "6/2016")
    save(desk)
    desk.locator(".messages .success").wait_for()
    text = visitor("/om/medier/").inner_text("main")
    assert "Lederen der blev oppe" in text
    assert "juni 2016" in text


def test_a_person_and_a_partner_are_there_to_be_chosen(desk: Any) -> None:
    desk.goto("/admin/snippets/projects/person/add/")
    desk.fill("#id_name", "Nina Natlys")
    desk.fill("#id_role", "Vagtleder")
    save(desk)
    desk.goto("/admin/snippets/projects/partner/add/")
    desk.fill("#id_name", "Nattens Forbund")
    desk.fill("#id_joined_on", "2016")
    save(desk)
    desk.goto("/admin/snippets/projects/person/?q=Natlys")
    assert "Vagtleder" in desk.inner_text("main")
    desk.goto("/admin/snippets/projects/partner/")
    assert "Nattens Forbund" in desk.inner_text("main")


def save(desk: Any) -> None:
    with desk.expect_navigation():
        desk.locator("footer button[type=submit]").first.click()
