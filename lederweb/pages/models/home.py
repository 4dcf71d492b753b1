"""The front page."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from lederweb.core.models import BasePage
from lederweb.core.page_cache import remembered
from lederweb.core.querysets import restricted
from lederweb.core.visibility import is_public
from projects.models import Tier
from publications.models import (
    ArticlePage,
    ContentPage,
    PodcastEpisodePage,
    PublicationPage,
    ToolPage,
)


def _way_along(addresses: list[str]) -> list[Page]:
    """The pages from below the front page to the last one that the address names.

    `Http404` if there is not even the first, or one on the way is gone.
    """
    steps = list(
        Page.objects.filter(url_path__in=addresses)
        .only("title", "url_path", "path", "depth", "live", "content_type", "alias_of")
        .order_by("depth")
    )
    # A page counts only if all pages above it are there: the addresses form one line.
    if not steps or [page.url_path for page in steps] != addresses[: len(steps)]:
        raise Http404
    return steps


class HomePage(BasePage):
    """One strong story, the newest, a row for each Væksthus, newest cover, podcast."""

    kind_label = _("Front page")
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    template = "pages/home_page.html"
    NEWEST = 4
    # Deeper than any page lies; longer addresses are not worth a question to the database.
    MOST_LEVELS = 10
    IN_A_ROW = 3
    # So many of the newest are read to fill the rows of the three Væksthuse.
    LOOK_BACK = 40

    heading = models.CharField(_("heading"), max_length=120, blank=True)
    lead = models.TextField(_("lead"), max_length=300, blank=True)
    story = models.ForeignKey(
        "publications.ContentPage",
        verbose_name=_("main story"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The newest article is shown if empty."),
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("heading"), FieldPanel("lead")], heading=_("Welcome")),
        FieldPanel("story"),
    ]

    class Meta:
        verbose_name = _("front page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult | Any:
        """Find the page an address names in one query, however deep it lies.

        Wagtail asks twice for each level. The way to a page is kept until anything is published;
        the page itself, and whether it is for everybody, is read anew each time. The pages on the
        way are kept on the request for the breadcrumbs.
        """
        if not path_components:
            return super().route(request, path_components)
        if len(path_components) > self.MOST_LEVELS:
            raise Http404
        addresses = [
            f"{self.url_path}{'/'.join(path_components[:depth])}/"
            for depth in range(1, len(path_components) + 1)
        ]
        # Of what lies below a page, such as a feed, readers can make up as much as they like.
        way = remembered(
            f"way {addresses[-1]}",
            lambda: _way_along(addresses),
            worth_keeping=lambda way: len(way) == len(addresses),
        )
        model = way[-1].specific_class
        shown = model._default_manager.select_related(*getattr(model, "shown_with", ()))
        page = shown.annotate(is_restricted=restricted()).filter(pk=way[-1].pk).first()
        if page is None:  # deleted a moment ago
            raise Http404
        # What an alias shows is restricted where its original stands: Wagtail knows.
        page.is_known_public = not page.is_restricted and not any(step.alias_of_id for step in way)
        request.page_trail = way[:-1]  # type: ignore[attr-defined]
        return page.route(request, path_components[len(way) :])

    def get_view_restrictions(self) -> models.QuerySet:
        """Those on the page itself and on the root, the only page above it; one query."""
        above = [self.path[: depth * self.steplen] for depth in range(1, self.depth + 1)]
        return PageViewRestriction.objects.filter(page__path__in=above)

    def searchable_text(self) -> str:
        return self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        newest = remembered(
            "newest content", lambda: list(ContentPage.objects.cards()[: self.LOOK_BACK])
        )
        articles = [page for page in newest if page.kind is ArticlePage]
        chosen = self.story if self.story and is_public(self.story) else None
        story = chosen or (articles[0] if articles else None)
        shown = {story.pk} if story else set()

        def take(pages: list[ContentPage], count: int) -> list[ContentPage]:
            taken = [page for page in pages if page.pk not in shown][:count]
            shown.update(page.pk for page in taken)
            return taken

        context["leading"] = [story] if story else []
        context["showcased"] = [page for page in newest if page.kind is PublicationPage][:1]
        context["newest"] = take(
            [page for page in newest if page.kind in (ArticlePage, ToolPage)], self.NEWEST
        )
        context["tiers"] = [
            (tier, take([page for page in newest if tier in page.owners], self.IN_A_ROW))
            for tier in (Tier.TOP, Tier.MIDDLE, Tier.INSTITUTION)
        ]
        context["episode"] = remembered(
            "newest episode",
            PodcastEpisodePage.objects.listed().select_related("audio", "picture").first,
        )
        return context
