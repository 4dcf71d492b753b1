"""One small world that all tests share: the site, its people and a few named pages.

Tests speak of Ellen (editor), Morten (moderator), Sekretariatets Sanne and Anna
(administrator), and of pages such as "Frivillige skal også ledes". Everything is made through
the models, lazily: a test that asks for nothing pays for nothing.
"""

from __future__ import annotations

import io
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.models import Collection, Locale, Page, Site

from lederweb.content.services.index_at_once import one_piece
from lederweb.testing.courses import CourseWorld
from lederweb.testing.newsletter import NewsletterWorld
from lederweb.testing.orders import OrderWorld
from lederweb.testing.pages import PageMakers
from lederweb.testing.podcasts import PodcastWorld
from lederweb.testing.reports import ReportWorld
from lederweb.testing.vaeksthus import VaeksthusWorld
from lederweb.testing.web_editions import WebEditions

PASSWORD = "vaeksthus-demo"


class World(
    NewsletterWorld,
    CourseWorld,
    VaeksthusWorld,
    PodcastWorld,
    WebEditions,
    OrderWorld,
    ReportWorld,
    PageMakers,
):
    @cached_property
    def ground(self) -> Any:
        """The root page, after a test that emptied the database has taken it away, too."""
        from lederweb.users.services.apply_roles import apply_roles

        root = Page.get_first_root_node()
        if root is None:
            # Emptying gave the models' rows other numbers than the ones remembered.
            ContentType.objects.clear_cache()
            Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
            root = Page.add_root(instance=Page(title="Root", slug="root"))
            if Collection.get_first_root_node() is None:
                Collection.add_root(name="Root")
            apply_roles()
        return root

    @cached_property
    def home(self) -> Any:
        from lederweb.pages.models import HomePage

        root = self.ground
        made_before = HomePage.objects.first()
        if made_before:
            return made_before
        Site.objects.all().delete()
        self._clear(root)
        home = HomePage(title="Lederweb", slug="forside", heading="Ledelse i hverdagen")
        with one_piece(index=False):
            root.add_child(instance=home)
        Site.objects.create(
            hostname="testserver",
            port=80,
            root_page=home,
            is_default_site=True,
            site_name="Lederweb",
        )
        return home

    def _clear(self, root: Any) -> None:
        """Take away what stands below the root: as a rule the page that Wagtail's set-up made.

        Nothing but the site points to it, and the usual way asks every table that could.
        """
        welcome = Page.objects.child_of(root).exact_type(Page)
        if welcome.count() == root.get_descendant_count():
            welcome._raw_delete(welcome.db)
            Page.objects.filter(pk=root.pk).update(numchild=0)
        else:
            root.get_children().delete()
        root.refresh_from_db()

    def section(self, model: type[Page], title: str, slug: str) -> Any:
        """The overview page of the type, made on first use; no search looks for it."""
        found = model.objects.first()
        if found is None:
            home = self.home
            with one_piece(index=False):
                found = home.add_child(instance=model(title=title, slug=slug))
        return found

    # --- People --------------------------------------------------------------------------------
    def person(self, first_name: str, role: str) -> Any:
        from lederweb.users.models import User

        assert self.ground  # roles hold from the root page down
        email = f"{first_name.lower()}@example.org"
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(
                email, PASSWORD, first_name=first_name, last_name="Eksempel"
            )
            user.groups.add(Group.objects.get(name=role))
        return user

    @cached_property
    def ellen_the_editor(self) -> Any:
        return self.person("Ellen", "Redaktører")

    @cached_property
    def morten_the_moderator(self) -> Any:
        return self.person("Morten", "Moderatorer")

    @cached_property
    def sanne_of_the_secretariat(self) -> Any:
        return self.person("Sanne", "Sekretariatet")

    @cached_property
    def anna_the_administrator(self) -> Any:
        return self.person("Anna", "Administratorer")

    # --- Content -------------------------------------------------------------------------------
    @cached_property
    def picture(self) -> Any:
        from lederweb.core.models import CustomImage

        buffer = io.BytesIO()
        PillowImage.new("RGB", (1200, 800), "#2f6b4f").save(buffer, "PNG")
        buffer.seek(0)
        assert self.ground  # files lie in the root collection
        return CustomImage.objects.create(
            title="Drivhus",
            description="Lys falder ind gennem ruderne i et drivhus",
            file=ImageFile(buffer, name="drivhus.png"),
            width=1200,
            height=800,
        )

    def project(self, title: str = "Ledelse af frivillige", **fields: Any) -> Any:
        from projects.models import ProjectIndexPage, ProjectPage

        index = self.section(ProjectIndexPage, "Projekter", "projekter")
        fields = {"lead": "Hvad gør frivillige til en gevinst?", "owners": ["3"]} | fields
        with one_piece():
            return index.add_child(instance=ProjectPage(title=title, **fields))

    def topic(self, title: str, below: Any = None) -> Any:
        from publications.models import TopicIndexPage, TopicPage

        parent = below or self.section(TopicIndexPage, "Emner", "emner")
        with one_piece():
            return parent.add_child(instance=TopicPage(title=title, lead=f"Om {title.lower()}."))

    def article(self, title: str = "Frivillige skal også ledes", **fields: Any) -> Any:
        from publications.models import ArticleIndexPage, ArticlePage

        index = self.section(ArticleIndexPage, "Artikler", "artikler")
        fields = {
            "lead": "Tre greb, der gør samarbejdet med frivillige lettere.",
            "owners": ["3"],
            "body": [("text", "<p>De frivillige kommer, fordi de gerne vil.</p>")],
            "published_on": "2013-04-19",
        } | fields
        topics = fields.pop("topics", [])
        tags = fields.pop("tags", [])
        article = ArticlePage(title=title, **fields)
        with one_piece():
            index.add_child(instance=article)
            article.topics = topics
            article.tags.add(*tags)
            article.save_revision().publish()
        article.refresh_from_db()
        return article
