"""The demonstration as a newcomer gets it, loaded once for all tests here.

The load is killed half-way first and run again, as `./dev up` may be.
"""

from __future__ import annotations

import io
from typing import ClassVar

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone
from mutagen.mp3 import MP3
from PIL import Image
from wagtail.models import Page, ReferenceIndex, Revision, Site
from wagtail.search.models import IndexEntry
from wagtail.signals import page_published

from analytics import demonstration
from analytics.models import DailyTotal, PageView, PublishedFigure, Series, StatusReportPage
from lederweb.content.reading.library import Library
from lederweb.content.services import make_pictures
from lederweb.content.services.load_demonstration import load_demonstration
from lederweb.content.tests.reports_of_old import (
    ARTICLES_OF_2013,
    ARTICLES_WITH_OLD_ADDRESSES,
    CONTRADICTIONS,
    FIGURES_OF_REPORTS,
    PROJECTS_OF_2013,
    PROJECTS_OF_2017,
    WORDS_OF_REPORTS,
)
from lederweb.core.models import CustomDocument, CustomImage, CustomMedia, PageFinding
from lederweb.pages.models import HomePage, SiteSettings, StandardPage
from lederweb.users.demonstration import ACCOUNTS
from lederweb.users.models import User
from newsletter.models import Consent, Delivery, IssuePage, Subscriber
from newsletter.results import sendings_with_results
from newsletter.services.draft import pick_content
from projects.models import ProjectPage, TierPage
from publications.models import (
    ArticlePage,
    ContentPage,
    CoursePage,
    PodcastEpisodePage,
    PodcastSeriesPage,
    PublicationPage,
    ToolPage,
    TopicPage,
)


class Killed(BaseException):
    """As if somebody had pressed Ctrl-C."""


def load(**options: object) -> list[str]:
    lines: list[str] = []
    load_demonstration(say=lines.append, **options)
    return lines


def rows() -> dict[str, int]:
    """How many there are of everything, but for what is worked out of the rest each time."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model is not PageFinding
    }


@pytest.mark.xdist_group("demonstration")  # one process loads it
class TheDemonstration(TestCase):
    """Loaded once for all tests here; what a test changes is undone after it."""

    lines: ClassVar[list[str]]

    @classmethod
    def setUpTestData(cls) -> None:
        published: list[str] = []

        def kill_at_the_twelfth_article(sender, instance, **kwargs):
            published.append(instance.slug)
            if len(published) == 12:
                raise Killed

        enough = pytest.MonkeyPatch()
        enough.setattr(demonstration, "VISITS_ON_A_WORKING_DAY", 20)
        # One size of each picture: which ones it takes is shown by test_drawing.
        for name, size in (("WIDE", "fill-480x320"), ("COVER", "width-240")):
            enough.setattr(make_pictures, name, f"format-jpeg {size}")
        cls.addClassCleanup(enough.undo)
        page_published.connect(kill_at_the_twelfth_article, sender=ArticlePage)
        try:
            with pytest.raises(Killed):
                load()
        finally:
            page_published.disconnect(kill_at_the_twelfth_article, sender=ArticlePage)
        assert ArticlePage.objects.live().count() == 11
        cls.lines = load()

    # --- Running again ---------------------------------------------------------------------------
    def test_the_status_reports_are_rebuilt_with_the_figures_of_the_documents(self) -> None:
        for slug, values in FIGURES_OF_REPORTS.items():
            page = StatusReportPage.objects.live().get(slug=slug)
            frozen = page.newest_frozen
            assert frozen is not None
            assert values <= {line.text for line in frozen.as_report().receipt}
            told = str(frozen.report).lower()
            assert [words for words in WORDS_OF_REPORTS[slug] if words.lower() not in told] == []
            # Where a document contradicts itself, it was found, and somebody says why it stands.
            found = " ".join(mark["sentence"] for mark in frozen.marks)
            assert all(words in found for words in CONTRADICTIONS[slug])
            assert all(mark["reason"] for mark in frozen.marks)

    def test_a_load_that_was_killed_goes_on_where_it_stopped(self):
        assert "Projects: 29 there already" in self.lines
        assert "Articles: 14 new, 11 there already" in self.lines
        assert "Publications: 9 new" in self.lines
        shown = list(CustomImage.objects.values_list("description", flat=True))
        assert sorted(set(shown)) == sorted(shown)

    def test_running_again_changes_nothing(self):
        before, newest = rows(), Revision.objects.latest("pk").pk
        lines = load()
        assert rows() == before
        assert Revision.objects.latest("pk").pk == newest
        assert [line for line in lines if " new" in line] == ["Days of visits: 0 new"]

    def test_running_again_leaves_what_editors_have_changed(self):
        article = ArticlePage.objects.get(slug="hold-talenterne-varme")
        article.title, article.slug = "Hold på talenterne", "hold-paa-talenterne"
        article.legacy_id = 99
        article.save_revision().publish()
        project = ProjectPage.objects.get(slug="faglig-ledelse")
        project.unpublish()
        Subscriber.objects.first().delete()
        before = rows()
        load()
        assert rows() == before
        article.refresh_from_db()
        project.refresh_from_db()
        assert article.title == "Hold på talenterne"
        assert not project.live

    def test_refresh_writes_the_texts_again(self):
        article = ArticlePage.objects.get(slug="hold-talenterne-varme")
        article.lead = "Noget andet."
        article.save_revision().publish()
        before, newest = rows(), Revision.objects.latest("pk").pk
        load(refresh=True)
        article.refresh_from_db()
        assert article.lead.startswith("Medarbejderen har gennemført talentforløbet")
        after = rows()
        for model in ("core.CustomImage", "core.CustomDocument", "core.CustomMedia"):
            assert after[model] == before[model]
        for model in ("wagtailcore.Page", "newsletter.Subscriber", "analytics.PublishedFigure"):
            assert after[model] == before[model]
        # Only what differed was written.
        written = Revision.objects.filter(pk__gt=newest).values_list("object_str", flat=True)
        assert list(written) == [article.title]

    def test_what_the_sources_give_no_date_for_shows_none(self):
        dated = {
            text.slug
            for texts in Library().texts.values()
            for text in texts
            if text.data.get("published_on")
        }
        wrong = ContentPage.objects.exclude(slug__in=dated).exclude(published_on="")
        assert not list(wrong.values_list("title", "published_on"))

    def test_production_refuses(self):
        with (
            self.settings(REFUSE_DEMONSTRATION_ACCOUNTS=True),
            pytest.raises(CommandError, match="not loaded in production"),
        ):
            call_command("load_demo")

    # --- The facts -------------------------------------------------------------------------------
    def test_every_article_of_2013_has_its_owners_project_and_date(self):
        for line in ARTICLES_OF_2013.strip().splitlines():
            title, owners, project, date = line.split(" · ")
            article = ArticlePage.objects.live().get(title=title)
            assert article.owners == owners.split("+")
            assert article.project.title == project
            assert article.published_on == date

    def test_articles_with_an_old_address_have_their_number(self):
        for number, title, date in ARTICLES_WITH_OLD_ADDRESSES:
            article = ArticlePage.objects.live().get(legacy_id=number)
            assert (article.title, article.published_on) == (title, date)

    def test_every_project_is_there_with_its_owners(self):
        for title, owners in PROJECTS_OF_2017.items():
            project = ProjectPage.objects.live().get(title=title)
            assert (project.owners, project.status) == (owners, "running")
        for title in PROJECTS_OF_2013:
            project = ProjectPage.objects.live().get(title=title)
            assert (project.owners, project.status) == ([], "finished")
        assert ProjectPage.objects.get(title="Innovative glimt").also_called == "Innovations glimt"

    def test_the_podcast_has_its_five_episodes_with_sound_and_article(self):
        series = PodcastSeriesPage.objects.live().get(slug="oererne-i-maskinen")
        episodes = PodcastEpisodePage.objects.live().child_of(series).order_by("number")
        assert [(episode.number, episode.title) for episode in episodes] == [
            (7, "Fyringer og dårlig ledelse"),
            (8, "Samarbejde mellem embedsmænd og politikere"),
            (9, "Når jorden brænder under lederen"),
            (10, "Kan målstyring og værdier spille sammen?"),
            (11, "Hvad hvis der ingen ledelse var?"),
        ]
        for episode in episodes:
            assert episode.article.live
            assert episode.missing_for_publishing() == []
            assert {passage.speaker for passage in episode.passages} == {"Vært", "Medvært"}
            assert episode.chapters.first().start == 0
            assert episode.chapters.count() == 3
            file = MP3(io.BytesIO(episode.audio.file.read()))
            assert episode.audio.duration == pytest.approx(file.info.length, abs=0.1)
            assert 15 < episode.audio.duration < 120
        with Image.open(series.picture.file) as cover:
            assert cover.size == (1400, 1400)
        assert series.missing_for_publishing() == []

    def test_publications_have_cover_colophon_and_a_pdf_with_its_pages(self):
        titles = set(PublicationPage.objects.live().values_list("title", flat=True))
        assert titles >= {
            "Nærværende ledelse på afstand",
            "Ledelse af frivillige",
            "Ledere der lykkes",
            "Sammenhængskraft – i virkeligheden",
            "Ledelse af kompetenceudvikling",
            "Ledernetværk i strategisk lys",
        }
        for publication in PublicationPage.objects.all():
            assert publication.picture.width < publication.picture.height
            [edition] = publication.editions.all()
            documents = [entry.document for entry in edition.formats.all() if entry.kind == "pdf"]
            assert [document.page_count for document in documents] == [
                entry.pages for entry in edition.formats.all() if entry.kind == "pdf"
            ]
            assert documents[0].page_count > 4
            assert documents[0].file.read(5) == b"%PDF-"
        guide = PublicationPage.objects.get(title="Ledernetværk i strategisk lys")
        edition = guide.editions.get()
        assert (edition.number, edition.print_run, edition.year) == (1, 1, 2008)
        assert guide.subtitle == "En guide til kommunale chefer"
        assert guide.series == "Det Fælleskommunale Kvalitetsprojekt"
        # The source does not say which edition the reprint of 2013 is.
        assert PublicationPage.objects.get(title="Ledere der lykkes").editions.get().number is None

    def test_e_courses_say_how_many_had_enrolled(self):
        for title, enrolled in {
            "Den effektive leder": "5.829",
            "Vejen til god ledelse": "695",
            "Få mere indflydelse – kend dit ledelsesrum": "1.200",
        }.items():
            course = CoursePage.objects.live().get(title=title)
            [told] = [block.value for block in course.body if block.block_type == "key_figure"]
            assert told["number"] == enrolled
            assert told["text"] == "havde tilmeldt sig kurset i november 2017."
            assert told["source"] == "Status december 2017"

    def test_tools_tiers_and_standard_pages_are_there(self):
        assert ToolPage.objects.live().count() == 2
        assert set(TierPage.objects.live().values_list("slug", "tier")) == {
            ("1", "1"),
            ("2", "2"),
            ("3", "3"),
        }
        english = StandardPage.objects.live().get(slug="about")
        assert (english.language, english.url) == ("en", "/en/about/")
        assert set(StandardPage.objects.live().values_list("slug", flat=True)) >= {
            "om",
            "cookiepolitik",
            "privatliv",
            "tilgaengelighed",
            "kontakt",
            "partnere",
        }

    def test_published_figures_are_there_as_published(self):
        by_key = {figure.key: figure for figure in PublishedFigure.objects.all()}
        values = {figure.value for figure in by_key.values()}
        assert values >= {95958, 80952, 27699, 26420, 527131, 506088, 58500, 57000, 19000, 5829}
        assert values >= {4544, 8795, 2349, 4117, 7161, 2162, 1950, 2375, 265, 694}
        assert by_key["visits-2012-jan-sep"].source == "Status december 2013"

    def test_there_are_three_months_of_visits_marked_as_demonstration(self):
        assert set(PageView.objects.values_list("series", flat=True).distinct()) == {Series.DEMO}
        days = DailyTotal.objects.filter(metric="visits", dimension="site", series=Series.DEMO)
        assert days.count() >= 89
        assert not days.filter(value=0).exists()

    # --- The site --------------------------------------------------------------------------------
    def test_addresses_are_those_of_the_plan(self):
        home = HomePage.objects.live().get()
        assert Site.objects.get(is_default_site=True).root_page_id == home.pk
        assert Page.objects.filter(depth=2).count() == 1  # Wagtail's own welcome page is gone
        urls = {page.url for page in Page.objects.live().iterator()}
        assert urls >= {
            "/",
            "/artikler/frivillige-skal-ogsaa-ledes/",
            "/publikationer/ledelse-af-kompetenceudvikling/",
            "/podcast/oererne-i-maskinen/fyringer-og-daarlig-ledelse/",
            "/e-kurser/den-effektive-leder/",
            "/vaerktoejer/innovative-gaver/",
            "/emner/dig-selv/lederrollen/",
            "/emner/personale/afskedigelser/",
            "/vaeksthus/2/",
            "/projekter/innovative-glimt/",
            "/katalog/",
            "/nyhedsbrev/",
            "/om/cookiepolitik/",
        }

    def test_every_link_within_the_site_leads_to_a_page_that_is_there(self):
        references = ReferenceIndex.objects.filter(
            to_content_type__app_label="wagtailcore", to_content_type__model="page"
        )
        numbers = {int(number) for number in references.values_list("to_object_id", flat=True)}
        assert numbers - {0}
        assert set(Page.objects.live().filter(pk__in=numbers).values_list("pk", flat=True)) >= {
            number for number in numbers if Page.objects.filter(pk=number).exists()
        }
        left = [
            page.title
            for page in ArticlePage.objects.all()
            for block in page.body
            if block.block_type == "text" and 'href="/' in block.value.source
        ]
        assert left == []

    def test_everything_published_is_in_the_index_of_search(self):
        live = Page.objects.live().filter(depth__gt=1)
        indexed = set(IndexEntry.objects.values_list("content_type_id", "object_id"))
        assert {(page.content_type_id, str(page.pk)) for page in live} <= indexed
        found = ArticlePage.objects.live().search("frivillig")
        assert "Frivillige skal også ledes" in [page.title for page in found]

    def test_every_text_has_topics_and_a_picture_with_an_alternative(self):
        for page in ContentPage.objects.live().specific():
            assert page.topics.exists(), page.title
            assert page.picture.description, page.title
            assert page.picture.credit == "Tegning: Lederweb"
            # A course says in words how long it takes.
            assert page.reading_minutes >= 1 or isinstance(page, CoursePage)
        assert TopicPage.objects.live().count() == 23

    def test_everything_was_published_by_the_editor(self):
        authors = set(Revision.objects.values_list("user__email", flat=True))
        assert authors == {"editor@example.org"}

    def test_a_text_without_a_date_does_not_pose_as_news(self):
        newest = list(ContentPage.objects.listed()[:10])
        assert "Ledere der lykkes" not in [page.title for page in newest]
        numbers = [page.legacy_id for page in newest if page.legacy_id]
        assert numbers == [158147, 156678, 153777]  # the other podcast articles are older

    def test_contact_line_and_menus_are_those_of_the_facts(self):
        settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        assert settings.address == "Weidekampsgade 10, 2300 København S"
        assert (settings.phone, settings.email) == ("22 43 11 00", "info@lederweb.dk")
        assert [item.page.url for item in settings.menu_items.all()][:2] == [
            "/emner/",
            "/artikler/",
        ]
        footer = {item.page.url for item in settings.footer_items.all()}
        assert footer >= {"/om/cookiepolitik/", "/en/about/"}

    # --- People ----------------------------------------------------------------------------------
    def test_each_role_has_an_account_with_the_known_password(self):
        for email, role in ACCOUNTS.items():
            user = User.objects.get(email=email)
            assert [group.name for group in user.groups.all()] == [role]
            assert user.check_password("vaeksthus-demo")

    def test_five_hundred_subscribers_have_confirmed(self):
        active = Subscriber.objects.active()
        assert active.count() == 500
        assert {email.partition("@")[2] for email in active.values_list("email", flat=True)} == {
            "example.org",
            "example.net",
        }
        consents = Consent.objects.filter(subscriber__in=active)
        assert set(consents.values_list("source", flat=True)) == {Consent.Source.DEMONSTRATION}
        assert not consents.filter(confirmed_at=None).exists()
        assert all("nyhedsbrev" in consent.wording for consent in consents)
        age = (
            active.latest("confirmed_at").confirmed_at
            - active.earliest("confirmed_at").confirmed_at
        )
        assert age.days > 900
        assert active.filter(tiers__contains=["3"]).count() > 100
        assert Subscriber.objects.filter(state="left").exists()

    def test_the_archive_has_newsletters_that_went_out(self):
        issues = IssuePage.objects.archived()
        assert issues.count() == 3
        assert {issue.state for issue in issues} == {"sent"}
        special = issues.get(slug="saernummer-om-kerneopgaven")
        assert not special.deliveries.exists()  # before the first subscriber
        assert special.sending.approved_at.date().isoformat() == "2017-03-24"
        assert "Tal om kerneopgaven" in special.sending.html
        for issue in issues.exclude(pk=special.pk):
            sent = issue.deliveries.filter(state="sent").count()
            assert 300 < sent < issue.sending.audience_count == issue.deliveries.count()
            assert not issue.deliveries.filter(
                subscriber__confirmed_at__gt=issue.sending.approved_at
            )
        assert Delivery.objects.filter(state="refused").exists()
        clicks = [sending.people for sending in sendings_with_results()]
        assert clicks[-1] == 0
        assert all(clicks[:-1])

    def test_the_first_weekly_newsletter_has_something_to_tell(self):
        picked = [pick.page.title for pick in pick_content(timezone.now())]
        assert "Podcast 11: Hvad hvis der ingen ledelse var?" in picked
        assert 3 <= len(picked) <= 8

    def test_the_files_are_there(self):
        for model in (CustomImage, CustomDocument, CustomMedia):
            for row in model.objects.all():
                assert row.file.storage.exists(row.file.name)
        assert all(image.file_hash for image in CustomImage.objects.all())
