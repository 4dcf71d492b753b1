"""What a reader does under an article in a real browser: a video, and a word to the editors."""

import re

import pytest
from playwright.sync_api import expect

from lederweb.testing.browser import new_page, visit
from lederweb.testing.pages import PUBLIC_PAGES
from publications.models import Answer

pytestmark = pytest.mark.browser
ARTICLE = PUBLIC_PAGES["an article"]
PLAYER = re.compile(r"https://www\.youtube-nocookie\.com/")


def test_a_video_asks_nobody_before_the_click_and_then_only_its_player(
    chromium, site, pytestconfig
):
    context = chromium.new_context(base_url=site.url)
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    context.route(PLAYER, lambda route: route.fulfill(body="<p>Filmen</p>"))
    page = visit(new_page(context, pytestconfig), ARTICLE)
    play = page.get_by_role("button", name="Afspil her")
    play.scroll_into_view_if_needed()
    assert all(address.startswith(site.url) for address in asked)
    play.click()
    frame = page.frame_locator(".embed iframe")
    expect(frame.get_by_text("Filmen")).to_be_visible()
    assert page.locator("iframe").get_attribute("title") == "En film"
    elsewhere = [address for address in asked if not address.startswith(site.url)]
    assert all(PLAYER.match(address) for address in elsewhere)
    context.close()


def test_no_button_is_there_before_what_it_needs(visitor):
    """On a slow line nobody presses a dead button."""
    page = visitor()
    on_its_way = []
    page.route(re.compile(r"/js/(embed|copy)\."), lambda route: on_its_way.append(route))
    page.goto(ARTICLE)
    page.get_by_role("button", name="Udskriv siden").wait_for()
    buttons = [page.get_by_role("button", name=name) for name in ("Afspil her", "Kopier linket")]
    assert not any(button.is_visible() for button in buttons)
    for route in on_its_way:
        route.continue_()
    for button in buttons:
        button.wait_for()


def test_the_receipt_of_a_copied_link_stands_below_its_button(visitor):
    page = visitor(ARTICLE, viewport={"width": 360, "height": 740})
    button = page.get_by_role("button", name="Kopier linket", exact=True)
    button.click()
    receipt = page.locator(".share").get_by_role("status")
    expect(receipt).not_to_be_empty()
    above, below = button.bounding_box(), receipt.bounding_box()
    assert below["y"] >= above["y"] + above["height"]
    assert below["x"] == above["x"]


def test_without_script_the_video_is_a_link(visitor):
    page = visitor(ARTICLE, java_script_enabled=False)
    assert not page.get_by_role("button", name="Afspil her").is_visible()
    link = page.get_by_role("link", name="Åbn hos YouTube")
    assert link.get_attribute("href") == "https://youtu.be/lederweb-11"


def test_a_reader_answers_without_leaving_the_page(visitor, site):
    page = visitor(ARTICLE)
    page.wait_for_load_state("networkidle")  # the script of the form comes after the page
    remark = page.get_by_label("Hvad virkede")
    assert not remark.is_visible()
    page.get_by_label("Delvis").check()
    remark.fill("Savner et eksempel (script)")
    page.get_by_role("button", name="Send dit svar").click()
    expect(page.get_by_text("Tak. Dit svar går til redaktionen.")).to_be_visible()
    assert page.url.endswith(ARTICLE)
    with site.database():
        assert Answer.objects.get(remark="Savner et eksempel (script)").use == "partly"


def test_a_reader_answers_without_script(visitor, site):
    page = visitor(ARTICLE, java_script_enabled=False)
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Send dit svar").click()
    page.wait_for_url("**/tak/")
    assert page.get_by_role("heading", level=1).inner_text() == "Tak for dit svar"
    with site.database():
        assert Answer.objects.filter(use="yes", remark="").exists()
