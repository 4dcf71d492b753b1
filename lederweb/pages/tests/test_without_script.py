"""Promise S2: what a reader does on Lederweb works with JavaScript turned off."""

import pytest
from django.utils.translation import gettext as _

from lederweb.testing.pages import PUBLIC_PAGES

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(visitor):
    """Opens a window of a browser that runs no script."""

    def open_window(name: str, **options):
        return visitor(PUBLIC_PAGES[name], java_script_enabled=False, **options)

    return open_window


def heading(page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_the_menu_of_a_phone_opens_and_leads_on(plain):
    page = plain("an article", viewport={"width": 360, "height": 740})
    link = page.locator("#hovedmenu").get_by_role("link", name="Publikationer")
    assert not link.is_visible()
    page.get_by_role("button", name=_("Menu")).click()
    link.click()
    page.wait_for_url("**/publikationer/")
    assert heading(page) == "Publikationer"


def test_a_search_finds(plain):
    page = plain("the front page")
    page.get_by_role("searchbox").first.fill("sygefraværet")
    page.keyboard.press("Enter")
    page.wait_for_url("**/soeg/?q=*")
    page.get_by_role("main").get_by_role("link", name="Sygefravær begynder med trivsel").click()
    assert heading(page) == "Sygefravær begynder med trivsel"


def test_the_catalogue_is_filtered(plain):
    page = plain("the catalogue")
    main = page.get_by_role("main")
    assert main.get_by_role("link", name="Idékort til ledermødet").is_visible()
    main.get_by_label(_("Kind")).select_option("publikation")
    main.get_by_role("button", name=_("Show")).click()
    page.wait_for_url("**art=publikation*")
    assert main.get_by_role("link", name="Ledelse: tal sammen").is_visible()
    assert main.get_by_role("link", name="Idékort til ledermødet").count() == 0


def test_a_reader_signs_up(plain, site):
    page = plain("an article")
    page.get_by_label(_("Your e-mail address")).fill("uden.script@example.org")
    page.get_by_role("button", name=_("Sign up for the newsletter")).click()
    page.wait_for_url("**/nyhedsbrev/tjek-din-indbakke/")
    [mail] = site.until(
        lambda: list(site.mails.mails(to="uden.script@example.org")), "the mail to confirm comes"
    )
    assert "/nyhedsbrev/bekraeft/" in mail.text


def test_a_wrong_address_is_explained(plain):
    page = plain("an article")
    page.get_by_label(_("Your e-mail address")).fill("leder@kommune")
    page.get_by_role("button", name=_("Sign up for the newsletter")).click()
    field = page.get_by_label(_("Your e-mail address"))
    assert field.get_attribute("aria-invalid") == "true"
    assert field.input_value() == "leder@kommune"


def test_sound_has_the_browsers_own_controls(plain):
    page = plain("an episode")
    audio = page.locator("audio")
    assert audio.is_visible()
    assert audio.get_attribute("controls") is not None
    assert not page.locator("[data-player-controls]").is_visible()


def test_nothing_is_offered_that_needs_a_script(plain):
    page = plain("an article")
    for hook in ("[data-needs-script]", "[data-questions-tools]", "[data-player-controls]"):
        for element in page.locator(hook).all():
            assert not element.is_visible()
