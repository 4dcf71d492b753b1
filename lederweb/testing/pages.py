"""Makers of the page types beside articles, and one small whole site for the browser tests."""

from __future__ import annotations

import io
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.models import Page, Site

from lederweb.content.services.index_at_once import one_piece
from lederweb.testing.orders import ORDER_PAGES
from lederweb.testing.reports import REPORT_PAGES
from lederweb.testing.vaeksthus import VAEKSTHUS_PAGES
from lederweb.testing.web_editions import CHAPTER_PAGES

# What `whole_site` makes, under the words that tests call it by.
PUBLIC_PAGES = {
    "the front page": "/",
    "the overview of articles": "/artikler/",
    "an article": "/artikler/frivillige-skal-ogsaa-ledes/",
    "an article without a picture": "/artikler/sygefravaer-begynder-med-trivsel/",
    "an article with long words": (
        "/artikler/arbejdsmarkedsuddannelsesinstitutioners-medarbejdertilfredshedsundersoegelser/"
    ),
    "the overview of publications": "/publikationer/",
    "a publication": "/publikationer/ledelse-tal-sammen/",
    "the overview of podcasts": "/podcast/",
    "a podcast series": "/podcast/oererne-i-maskinen/",
    "an episode": "/podcast/oererne-i-maskinen/naar-jorden-braender-under-lederen/",
    "the overview of courses": "/e-kurser/",
    "a course": "/e-kurser/den-svaere-samtale/",
    "a lesson": "/e-kurser/den-svaere-samtale/lyt-foerst/",
    "the sign-up for a course": "/e-kurser/den-svaere-samtale/tilmeld/",
    "the answer to a course’s sign-up": "/e-kurser/tjek-din-indbakke/",
    "the way back to a course": "/e-kurser/fortsaet/",
    "the check of a certificate": "/e-kurser/bevis/",
    "the overview of tools": "/vaerktoejer/",
    "a tool": "/vaerktoejer/idekort-til-ledermoedet/",
    "the overview of topics": "/emner/",
    "a topic": "/emner/arbejdsmiljoe/",
    "a topic below a topic": "/emner/arbejdsmiljoe/sygefravaer/",
    "a topic with nothing in it": "/emner/strategi/",
    "the overview of the Væksthuse": "/vaeksthus/",
    "a Væksthus": "/vaeksthus/3/",
    "the overview of projects": "/projekter/",
    "a project": "/projekter/ledelse-af-frivillige/",
    "the catalogue": "/katalog/",
    "the catalogue when nothing fits": "/katalog/?art=publikation&aar=1991",
    "a search": "/soeg/?q=frivillige",
    "a search without result": "/soeg/?q=xylofonstemmer",
    "the search page": "/soeg/",
    "the newsletter": "/nyhedsbrev/",
    "an issue in the archive": "/nyhedsbrev/uge-12-2026/",
    "the sign-up": "/nyhedsbrev/tilmeld/",
    "the answer to a sign-up": "/nyhedsbrev/tjek-din-indbakke/",
    "the way to one's settings": "/nyhedsbrev/indstillinger/",
    "why one left the newsletter": "/nyhedsbrev/farvel/",
    "a standard page": "/om/",
    "the English page": "/en/about/",
    **VAEKSTHUS_PAGES,
    **CHAPTER_PAGES,
    **ORDER_PAGES,
    **REPORT_PAGES,
}


class PageMakers:
    """Part of `World`: each maker gives a published page below its overview."""

    if TYPE_CHECKING:
        ground: Any
        home: Any
        picture: Any
        article: Any
        project: Any
        topic: Any
        section: Any
        issue: Any
        episode: Any
        vaeksthus: Any
        web_edition: Any
        lesson: Any
        stock: Any
        published_report: Any

    # --- Files ---------------------------------------------------------------------------------
    @cached_property
    def cover(self) -> Any:
        from lederweb.core.models import CustomImage

        assert self.ground  # files lie in the root collection
        return CustomImage.objects.create(
            title="Forside",
            description="Forsiden af publikationen Ledelse – tal sammen",
            file=ContentFile(_picture((600, 800), "#8a4b2a"), "forside.png"),
            width=600,
            height=800,
        )

    @cached_property
    def pdf(self) -> Any:
        from lederweb.core.models import CustomDocument

        buffer = io.BytesIO()
        PillowImage.new("RGB", (595, 842), "white").save(buffer, "PDF")
        assert self.ground  # files lie in the root collection
        return CustomDocument.objects.create(
            title="Ledelse – tal sammen",
            page_count=1,
            file=ContentFile(buffer.getvalue(), "ledelse-tal-sammen.pdf"),
        )

    # --- Pages ---------------------------------------------------------------------------------
    def _published(self, parent: Page, page: Any, topics: Any = (), tags: Any = ()) -> Any:
        with one_piece():
            parent.add_child(instance=page)
            if topics:
                page.topics = list(topics)
            if tags:
                page.tags.add(*tags)
            page.save_revision().publish()
        page.refresh_from_db()
        return page

    def publication(self, title: str = "Ledelse: tal sammen", **fields: Any) -> Any:
        from publications.models import Edition, Format, PublicationIndexPage, PublicationPage

        fields = {
            "subtitle": "En bog til ledergruppen",
            "lead": "Otte samtaler, som en ledergruppe kan tage på en time.",
            "picture": self.cover,
            "owners": ["1", "2"],
            "series": "Ledelse i praksis",
            "publisher": "Væksthus for Ledelse",
            "contributors": "Karen Holm\nPeter Lind",
            "body": [("text", "<p>Bogen begynder der, hvor mødet plejer at gå i stå.</p>")],
            "published_on": "2012-05",
        } | fields
        index = self.section(PublicationIndexPage, "Publikationer", "publikationer")
        page = PublicationPage(title=title, **fields)
        edition = Edition(number=2, print_run=1, year=2012, design="Rumfang", print_house="Rosen")
        edition.formats = [
            Format(sort_order=0, kind="pdf", document=self.pdf, isbn="978-87-7029-041-8", pages=48),
            Format(sort_order=1, kind="print", pages=48),
        ]
        page.editions = [edition]
        return self._published(index, page)

    def course(self, title: str = "Den svære samtale", **fields: Any) -> Any:
        from publications.models import CourseIndexPage, CoursePage

        fields = {
            "lead": "Øv samtalen, før du skal have den.",
            "picture": self.picture,
            "owners": ["2", "3"],
            "for_whom": "Ledere med personaleansvar",
            "duration": "40 minutter",
            "body": [("text", "<p>Kurset har fire korte dele.</p>")],
        } | fields
        index = self.section(CourseIndexPage, "E-kurser", "e-kurser")
        return self._published(index, CoursePage(title=title, **fields))

    def tool(self, title: str = "Idékort til ledermødet", **fields: Any) -> Any:
        from publications.models import ToolIndexPage, ToolPage

        fields = {
            "lead": "25 kort, der får alle til at tale med.",
            "picture": self.picture,
            "owners": ["3"],
            "body": [
                ("heading", {"text": "Sådan gør du", "level": "2"}),
                ("text", "<ol><li>Træk et kort.</li><li>Læs det højt.</li></ol>"),
                ("questions", {"title": "Til mødet", "questions": ["Hvad gik godt?"]}),
            ],
        } | fields
        index = self.section(ToolIndexPage, "Værktøjer", "vaerktoejer")
        return self._published(index, ToolPage(title=title, **fields))

    def tiers(self) -> list[Any]:
        from projects.models import Tier, TierIndexPage, TierPage

        index = self.section(TierIndexPage, "Væksthuse", "vaeksthus")
        body = [("text", "<p>Partnerne er KL og Forhandlingsfællesskabet.</p>")]
        return [
            self._published(
                index,
                TierPage(
                    title=f"Væksthus {tier.value}",
                    slug=tier.value,
                    tier=tier,
                    lead=f"For {tier.audience}.",
                    body=body,
                ),
            )
            for tier in (Tier.TOP, Tier.MIDDLE, Tier.INSTITUTION)
        ]

    def standard(self, title: str = "Om", below: Any = None, **fields: Any) -> Any:
        from lederweb.pages.models import StandardPage

        fields = {
            "lead": "Hvem står bag Lederweb?",
            "body": [("text", "<p>Tre parter driver Lederweb sammen.</p>")],
        } | fields
        return self._published(below or self.home, StandardPage(title=title, **fields))

    def catalogue(self) -> Any:
        from publications.models import CataloguePage

        return self._published(
            self.home, CataloguePage(title="Katalog", lead="Alt, hvad der er udgivet.")
        )

    def menus(self, main: list[Any], footer: list[Any]) -> Any:
        """Site settings with a contact line and the given pages as menus."""
        from lederweb.pages.models import FooterItem, MenuItem, SiteSettings

        settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        settings.address = "Weidekampsgade 10, 2300 København S"
        settings.phone = "33 70 33 70"
        settings.email = "info@lederweb.dk"
        settings.linkedin = "https://www.linkedin.com/company/lederweb"
        settings.menu_items = [MenuItem(page=page, sort_order=i) for i, page in enumerate(main)]
        settings.footer_items = [
            FooterItem(page=page, sort_order=i) for i, page in enumerate(footer)
        ]
        settings.save()
        return settings

    def sent_issue(self, pages: list[Any]) -> Any:
        """An issue in the archive."""
        from newsletter.models import Sending

        issue = self.issue(pages=pages)
        now = timezone.now()
        Sending.objects.create(
            issue=issue,
            state=Sending.State.SENT,
            subject=issue.subject,
            approved_at=now,
            started_at=now,
            finished_at=now,
        )
        issue.save_revision().publish()
        return issue

    # --- All of it -----------------------------------------------------------------------------
    def whole_site(self) -> None:
        """A page of every type at the addresses in `PUBLIC_PAGES`, with menus."""
        from projects.models import Person, ProjectIndexPage
        from publications.models import (
            ArticleIndexPage,
            PodcastIndexPage,
            PublicationIndexPage,
            TopicIndexPage,
        )

        health = self.topic("Arbejdsmiljø")
        absence = self.topic("Sygefravær", below=health)
        self.topic("Strategi")
        project = self.project(
            picture=self.picture,
            purpose="<p>At finde ud af, hvad god ledelse af frivillige er.</p>",
            started_on="2012-08",
            ended_on="2013-06-30",
        )
        self.project("Ledelse i en digital tid", status="finished", owners=["1", "2"])
        volunteers = self.article(
            picture=self.picture, topics=[health], tags=["frivillige"], project=project
        )
        volunteers.body = self._every_block(volunteers)
        author = Person.objects.create(name="Karen Holm", role="Journalist", picture=self.picture)
        volunteers.authors = [volunteers.authors.model(person=author)]
        volunteers.save_revision().publish()
        self.article(
            "Sygefravær begynder med trivsel",
            lead="Spørg, før nogen melder sig syge.",
            owners=["2"],
            topics=[absence],
            published_on="2017-08-25",
        )
        self.article("Topledere lærer af hinanden", owners=["1"], topics=[health])
        self.article(
            "Arbejdsmarkedsuddannelsesinstitutioners medarbejdertilfredshedsundersøgelser",
            lead="Kompetenceudviklingssamtalernes betydning for ledelseskommunikationen.",
            owners=["1", "2", "3"],
            topics=[health, absence],
            published_on="2017-09",
        )
        publication = self.publication()
        self.stock(publication=publication)
        self.web_edition()
        episode = self.episode(article=volunteers)
        course = self.course()
        self.lesson(course=course)
        self.lesson("Aftal det næste skridt", course=course, reflections=[], quiz=[])
        self.tool()
        self.tiers()
        self.sent_issue(pages=[volunteers, publication])
        catalogue = self.catalogue()
        about = self.standard(body=self._every_block(publication))
        self.vaeksthus(project, below=about)
        self.published_report()
        cookies = self.standard("Cookiepolitik", below=about, lead="Lederweb sætter ingen cookies.")
        english = self.standard(
            "In English", slug="en", lead="", language="en", body=[("text", "<p>See below.</p>")]
        )
        self.standard(
            "About",
            below=english,
            language="en",
            lead="The Management Hothouse is run by three parties.",
            body=[("text", "<p>Public leaders meet here.</p>")],
        )
        self.home.heading = "Ledelse i hverdagen"
        self.home.lead = "Viden og værktøjer til dig, der leder."
        self.home.story = volunteers.contentpage_ptr
        self.home.save_revision().publish()
        sections = (ArticleIndexPage, PublicationIndexPage, PodcastIndexPage, TopicIndexPage)
        self.menus(
            main=[
                *(model.objects.get() for model in (*sections, ProjectIndexPage)),
                catalogue,
            ],
            footer=[about, cookies, episode],
        )

    def _every_block(self, page: Any) -> list[tuple[str, Any]]:
        return [
            ("text", '<p>Brødtekst med <a href="/emner/">et link</a>, <b>fed</b> og liste:</p>'),
            ("text", "<ul><li>Spørg.</li><li>Lyt.</li></ul>"),
            ("heading", {"text": "Sådan begynder du", "level": "2"}),
            ("heading", {"text": "Den første uge", "level": "3"}),
            ("picture", {"image": self.picture, "caption": "Drivhuset i Aarhus"}),
            ("quote", {"text": "Vi spurgte bare.", "role": "Leder af et plejehjem"}),
            (
                "fact_box",
                {"title": "Tal", "text": "<p>Hver tredje er frivillig.</p>", "source": "SFI, 2012"},
            ),
            (
                "questions",
                {"title": "Til ledermødet", "questions": ["Hvem kender du?", "Hvad nu?"]},
            ),
            ("table", self._table()),
            ("key_figure", {"number": "9 ud af 10", "text": "bliver.", "source": "SFI, 2012"}),
            (
                "embed",
                {"address": "https://youtu.be/lederweb-11", "title": "En film", "text": "5 min."},
            ),
            ("documents", {"title": "Hent", "documents": [self.pdf]}),
            ("page_link", {"page": page, "text": "Læs også"}),
        ]

    @staticmethod
    def _table() -> dict[str, Any]:
        columns = [("text", "Hvem"), ("text", "Hvad de gør"), ("number", "Timer")]
        return {
            "table": {
                "caption": "En uge med frivillige",
                "columns": [{"type": kind, "heading": heading} for kind, heading in columns],
                "rows": [{"values": ["Besøgsvenner", "Går tur og læser højt", "12"]}],
            },
            "rows_are_headed": True,
            "source": "Eget eksempel",
        }


def _picture(size: tuple[int, int], colour: str) -> bytes:
    buffer = io.BytesIO()
    PillowImage.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()
