"""A learner's way in a real browser: from signing up to the certificate, with real mail."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
import pytest
from django.utils.translation import gettext as _

from lederweb.testing.axe import violations
from lederweb.testing.browser import visit

pytestmark = pytest.mark.browser

COURSE = "/e-kurser/den-svaere-samtale/"
NAME = "Bodil Ærø"


def sideways(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def link_in_mail(site, address: str, part: str) -> str:
    def arrived():
        links = (
            link
            for mail in site.mails.mails(to=address)
            for link in re.findall(r"https?://\S+", mail.text)
        )
        return next((link for link in links if part in link), None)

    return site.until(arrived, f"a mail with a link to {part} comes")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_signing_up_to_the_certificate(visitor, site, script):
    learner = f"bodil.{'med' if script else 'uden'}@example.org"
    page = visitor(COURSE, java_script_enabled=script)
    form = page.locator("form[action$='/tilmeld/']").first
    form.get_by_label(_("Your e-mail address")).fill(learner)
    form.get_by_role("button").click()
    page.wait_for_url("**/e-kurser/tjek-din-indbakke/")

    visit(page, link_in_mail(site, learner, "/bekraeft/"))
    look(page, script)
    page.get_by_role("button", name=_("Yes, begin the course")).click()
    page.wait_for_url("**/deltager/*/")
    look(page, script)

    page.get_by_role("link", name=_("Begin with the first lesson")).click()
    page.get_by_role("textbox").first.fill("Jeg lyttede i går.")
    page.get_by_role("button", name=_("Save what I wrote")).click()
    assert page.get_by_role("textbox").first.input_value() == "Jeg lyttede i går."
    page.get_by_label("Jeg taler.").check()
    page.get_by_role("button", name=_("See how it went")).click()
    page.get_by_text("Så ved du ikke, hvad den anden vil.").wait_for()
    look(page, script)
    page.get_by_label("Jeg lytter.").check()
    page.get_by_label("God tid").check()
    page.get_by_label("Et klart formål").check()
    page.get_by_role("button", name=_("See how it went")).click()
    page.get_by_text(_("All of it is right.")).wait_for()
    page.get_by_role("button", name=_("Done, on to the next lesson")).click()
    page.wait_for_url("**/lektion/aftal-det-naeste-skridt/#indhold")
    page.get_by_role("button", name=_("Done with the last lesson")).click()

    page.get_by_role("link", name=_("Get your certificate")).click()
    look(page, script)
    page.get_by_label(_("Your name, as it shall stand on the certificate")).fill(NAME)
    with page.expect_download() as download:
        page.get_by_role("button", name=_("Fetch the certificate (PDF)")).click()
    with pypdfium2.PdfDocument(io.BytesIO(Path(download.value.path()).read_bytes())) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert NAME in text
    assert page.context.cookies() == []

    (code,) = re.findall(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}", text)
    stranger = visitor("/e-kurser/bevis/", java_script_enabled=script)
    stranger.get_by_label(_("The code on the certificate")).fill(code)
    stranger.get_by_label(_("The name on the certificate")).fill(NAME)
    stranger.get_by_role("button", name=_("Look it up")).click()
    stranger.get_by_text(_("The certificate is genuine")).wait_for()
    look(stranger, script)


def look(page, script: bool) -> None:
    """Nothing for axe, at the width of a desk and of a small phone."""
    if not script:
        return
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways(page) <= 0
    assert violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})
