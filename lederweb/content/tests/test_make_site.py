"""A production install: from an empty, migrated database to a site that editors can fill."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import TestCase, override_settings
from wagtail.models import Page, Revision, Site, WorkflowPage
from wagtail.search.models import IndexEntry

from lederweb.content.reading.library import Library
from lederweb.content.services.demonstration import Load
from lederweb.content.services.plant_pages import plant_overviews, plant_texts
from lederweb.pages.models import SiteSettings, StandardPage
from lederweb.users.models import User
from projects.models import TierPage
from publications.models import ContentPage

# Addresses that templates, views, mails or the law count on.
FIXED = (
    "/",
    "/artikler/",
    "/publikationer/",
    "/podcast/",
    "/e-kurser/",
    "/vaerktoejer/",
    "/emner/",
    "/katalog/",
    "/projekter/",
    "/vaeksthus/",
    "/vaeksthus/1/",
    "/vaeksthus/2/",
    "/vaeksthus/3/",
    "/nyhedsbrev/",
    "/soeg/",
    "/om/",
    "/om/kontakt/",
    "/om/medlemmer/",
    "/om/cookiepolitik/",
    "/om/privatliv/",
    "/om/tilgaengelighed/",
    "/en/about/",
    "/sitemap.xml",
    "/robots.txt",
)
BASE_URL = "https://www.lederweb.example"


def make_site() -> str:
    out = io.StringIO()
    call_command("make_site", stdout=out)
    return out.getvalue()


@override_settings(BASE_URL=BASE_URL, REFUSE_DEMONSTRATION_ACCOUNTS=True)
class ANewSite(TestCase):
    said: str

    @classmethod
    def setUpTestData(cls) -> None:
        with override_settings(BASE_URL=BASE_URL, REFUSE_DEMONSTRATION_ACCOUNTS=True):
            cls.said = make_site()

    def test_every_fixed_address_answers(self):
        for address in FIXED:
            with self.subTest(address):
                assert self.client.get(address).status_code == 200

    def test_no_link_leads_nowhere(self):
        broken = set()
        for address in FIXED[:-2]:
            html = self.client.get(address).content.decode()
            for link in set(re.findall(r'href="(/[^"#?]*)', html)):
                ours = not link.startswith(("/static/", "/admin/", "/favicon"))
                if ours and self.client.get(link).status_code != 200:
                    broken.add((address, link))
        assert not broken

    def test_links_to_what_is_no_page_stay(self):
        html = self.client.get("/om/privatliv/").content.decode()
        assert 'href="/nyhedsbrev/indstillinger/"' in html

    def test_nothing_of_it_is_demonstration(self):
        assert not ContentPage.objects.exists()
        assert not User.objects.exists()
        for address in FIXED[:-2]:
            html = self.client.get(address).content.decode().casefold()
            assert "demonstration" not in html, address
            assert "opdigte" not in html, address

    def test_the_pages_of_the_three_vaeksthuse_have_their_text(self):
        assert sorted(TierPage.objects.live().values_list("tier", flat=True)) == ["1", "2", "3"]
        html = self.client.get("/vaeksthus/1/").content.decode()
        assert "Som topleder skal du kunne rådgive" in html
        assert "Projekter i gang" not in html  # there is none yet

    def test_menus_and_contact_line_are_set(self):
        site = Site.objects.get()
        assert (site.hostname, site.port) == ("www.lederweb.example", 443)
        assert site.root_page.specific_class.__name__ == "HomePage"
        its = SiteSettings.for_site(site)
        assert its.menu_items.count() == 8
        assert its.footer_items.count() == 8
        assert its.email == "info@lederweb.dk"

    def test_what_editors_submit_goes_to_the_moderators(self):
        assert WorkflowPage.objects.filter(page__depth=1).exists()

    def test_the_welcome_page_of_wagtail_is_gone(self):
        assert not [page for page in Page.objects.filter(depth=2) if page.specific_class is Page]

    def test_search_knows_the_pages(self):
        kept = {int(number) for number in IndexEntry.objects.values_list("object_id", flat=True)}
        assert set(StandardPage.objects.live().values_list("pk", flat=True)) <= kept

    def test_running_again_changes_nothing_an_editor_has_written(self):
        page = StandardPage.objects.get(slug="kontakt")
        page.title = "Skriv til os"
        page.save_revision().publish()
        newest = Revision.objects.latest("pk").pk
        again = make_site()
        assert Revision.objects.latest("pk").pk == newest
        assert " new" not in again
        assert " new" in self.said

    def test_a_new_address_of_the_site_is_taken_up(self):
        with override_settings(BASE_URL="http://lederweb.example:8080"):
            make_site()
        site = Site.objects.get()
        assert (site.hostname, site.port) == ("lederweb.example", 8080)

    def test_the_demonstration_finds_its_places_on_it(self):
        standing = Page.objects.count()
        load = Load(library=Library(), say=lambda line: None)
        plant_overviews(load=load)
        plant_texts(("tiers", "standard"), load=load)
        assert Page.objects.count() == standing


def test_making_a_site_needs_nothing_that_is_installed_for_development_only():
    names = {"markdown-it-py": "markdown_it", "factory-boy": "factory"}
    lines = (settings.BASE_DIR / "requirements-dev.txt").read_text().splitlines()
    packages = [re.split(r"[=\[]", line)[0] for line in lines if "==" in line]
    assert "lameenc" in packages
    modules = {names.get(name, name.replace("-", "_")) for name in packages}
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, django; django.setup();"
            "import lederweb.content.services.make_site;"
            "print(*{name.partition('.')[0] for name in sys.modules})",
        ],
        env=_environment(),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert not modules & set(found)


def _environment() -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "lederweb.settings.production",
        "SECRET_KEY": "tests-only-" + "0123456789abcdefghij" * 3,
        "BASE_URL": BASE_URL,
        "ALLOWED_HOSTS": "www.lederweb.example",
        "EMAIL_URL": "smtp://127.0.0.1:25",
        "PYTHONPATH": str(Path(settings.BASE_DIR)),
    }
