"""Tools: worksheets, videos and decks of ideas for leadership groups."""

from __future__ import annotations

import secrets
from types import SimpleNamespace
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from lederweb.core.blocks import BODY_HELP, BodyBlock, words_in
from lederweb.core.models.pages import address_of

from .content import ContentPage
from .idea_cards import Deck, IdeaCard
from .index_pages import ContentIndexPage

THEME, SHUFFLE = "tema", "bland"  # in the address
SEEDS = {str(seed) for seed in range(1, Deck.SEEDS + 1)}


class StepBlock(blocks.StructBlock):
    """One step of a meeting, with what belongs to it: worksheets, videos, questions."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=480)
    group = blocks.CharBlock(
        label=_("Who with"),
        required=False,
        max_length=60,
        help_text=_("For example alone, in pairs, all together."),
    )
    content = BodyBlock(label=_("What to do"), required=False)

    class Meta:
        icon = "list-ol"
        label = _("Step")
        template = "components/tool_step.html"


class ToolIndexPage(ContentIndexPage):
    kind_label = _("Tools")
    subpage_types = ["publications.ToolPage"]
    template = ContentIndexPage.TEMPLATE
    listed_model = "ToolPage"

    class Meta:
        verbose_name = _("overview of tools")


class ToolPage(RoutablePageMixin, ContentPage):
    """A tool has steps to go through, or a deck of cards, or both, or a text alone."""

    kind_label = _("Tool")
    is_creatable = True
    parent_page_types = ["publications.ToolIndexPage"]
    subpage_types: list[str] = []
    template = "publications/tool_page.html"
    asks_readers = True

    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    group_size = models.CharField(
        _("group size"), max_length=60, blank=True, help_text=_("For example 4–12 people.")
    )
    materials = models.CharField(
        _("what you need"),
        max_length=160,
        blank=True,
        help_text=_("For example a screen, a table, pens."),
    )
    steps = StreamField([("step", StepBlock())], verbose_name=_("steps"), blank=True)

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldRowPanel([FieldPanel("group_size"), FieldPanel("materials")]),
        FieldPanel("body", help_text=BODY_HELP),
        FieldPanel("steps", help_text=_("For a tool that a group goes through with a clock.")),
        InlinePanel(
            "cards",
            label=_("card"),
            heading=_("Idea cards"),
            help_text=_("For a tool that is a deck of cards; readers can shuffle and draw."),
        ),
        *ContentPage.about_panels,
    ]

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")

    def words(self) -> int:
        cards = sum(len(f"{card.text} {card.try_it}".split()) for card in self.cards.all())
        return super().words() + words_in(self.steps) + cards

    def minutes(self) -> int:
        """How long the steps take; the time to read it where there are none."""
        return sum(step.value["minutes"] for step in self.steps) or super().minutes()

    def searchable_text(self) -> str:
        cards = [f"{card.title}: {card.text} {card.try_it}" for card in self.cards.all()]
        steps = self.steps.stream_block.get_searchable_content(self.steps)
        return "\n".join([super().searchable_text(), *steps, *cards])

    def deck(self) -> Deck:
        cards: Any = self.cards.all()
        if isinstance(cards, models.QuerySet):  # a preview has them in memory
            cards = cards.select_related("picture").prefetch_related("picture__renditions")
        return Deck(cards, address_of(self) if self.url_path else "")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        deck = self.deck()
        theme = request.GET.get(THEME, "")
        seed = request.GET.get(SHUFFLE, "")
        shown = deck.cards
        if theme in deck.themes:
            shown, context["theme"] = deck.of_theme(theme), theme
        elif seed in SEEDS:
            shown, context["seed"] = deck.shuffled(int(seed)), int(seed)
        context["deck"], context["cards"] = deck, shown
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As all pages of ours: kept by the page cache, also where a route answers."""
        response = super().serve(request, *args, **kwargs)
        if response.status_code == 200 and not getattr(request, "is_preview", False):
            response.page_cache = True  # type: ignore[attr-defined]
        return response

    @path("kort/<slug:part>/", name="card")
    def card(self, request: HttpRequest, part: str) -> HttpResponse:
        """One card on a page of its own."""
        deck = self.deck()
        card = deck.find(part)
        if card is None:
            raise Http404
        trail = [step for step in getattr(request, "page_trail", []) if step.live]
        ancestors = [{"title": step.title, "url": address_of(step)} for step in trail]
        overrides = {
            "card": card,
            "deck": deck,
            "shared": self._shared(card),
            "ancestors": [*ancestors, {"title": self.title, "url": self.url}],
            **deck.beside(card),
        }
        return self.render(
            request,
            template="publications/idea_card_page.html",
            context_overrides=overrides,
        )

    def _shared(self, card: IdeaCard) -> SimpleNamespace:
        """The card as search engines and share cards read it."""
        return SimpleNamespace(
            title=f"{card.title} – {self.title}",
            lead=card.text,
            full_url=f"{self.full_url}kort/{card.part}/",
            sharing_picture=self.sharing_picture,
        )

    @path("traek/", name="draw")
    def draw(self, request: HttpRequest) -> HttpResponse:
        """Lead to any card; another one each time."""
        deck = self.deck()
        if not deck.cards:
            raise Http404
        return _by_chance(secrets.choice(deck.cards).url)

    @path("bland/", name="shuffle")
    def shuffle(self, request: HttpRequest) -> HttpResponse:
        """Lead to the deck in any order."""
        if not self.cards.exists():
            raise Http404
        return _by_chance(f"{self.url}?{SHUFFLE}={secrets.randbelow(Deck.SEEDS) + 1}")


def _by_chance(address: str) -> HttpResponse:
    """A way that is another next time, so nobody may keep it."""
    response = redirect(address)
    response["Cache-Control"] = "no-store"
    return response
