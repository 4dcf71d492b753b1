"""How to reach us is what the editors keep in the site's settings, in mails and on pages."""

import pytest
from wagtail.models import Site

from lederweb.mail.rendering import render_mail
from lederweb.pages.models import SiteSettings

pytestmark = pytest.mark.django_db

CONTEXT = {"confirm_link": "http://testserver/x/", "days": 6}


@pytest.fixture
def moved(world):
    assert world.home
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.organisation = "Væksthuset & venner"
    settings.address = "Ny Gade 1, 8000 Aarhus C"
    settings.phone = "11 22 33 44"
    settings.email = "hej@example.org"
    settings.save()


def test_mails_are_signed_with_it(moved):
    mail = render_mail("confirm", CONTEXT)
    foot = mail.text.strip().splitlines()[-3:]
    assert foot == [
        "Væksthuset & venner",
        "Ny Gade 1, 8000 Aarhus C",
        "11 22 33 44 · hej@example.org",
    ]
    for word in ("Væksthuset &amp; venner · Ny Gade 1", "11 22 33 44", "mailto:hej@example.org"):
        assert word in mail.html
    assert "lederweb.dk" not in mail.text


def test_pages_that_say_write_to_us_name_it(moved, client):
    page = client.get("/nyhedsbrev/afmeld/broken/").content.decode()
    assert "skriv" in page
    assert "hej@example.org" in page
    ours = {"HTTP_SEC_FETCH_SITE": "same-origin"}
    for _time in range(21):
        answer = client.post("/nyhedsbrev/tilmeld/", {"email": ""}, **ours)
    assert answer.status_code == 429
    assert "hej@example.org" in answer.content.decode()


def test_without_an_address_in_the_settings_it_is_the_sender_of_our_mail(world, settings):
    assert world.home
    settings.DEFAULT_FROM_EMAIL = "Lederweb <post@example.org>"
    mail = render_mail("confirm", CONTEXT)
    assert mail.text.strip().splitlines()[-2:] == ["Væksthus for Ledelse", "post@example.org"]
    assert "mailto:post@example.org" in mail.html
    assert " · <br" not in mail.html
