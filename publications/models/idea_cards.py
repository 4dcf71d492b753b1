"""Decks of idea cards: a tool's cards, each with an address of its own."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from lederweb.lib.danish import slugify


class IdeaCard(Orderable):
    """One idea: what it is, and how to try it."""

    tool = ParentalKey("publications.ToolPage", on_delete=models.CASCADE, related_name="cards")
    title = models.CharField(_("title"), max_length=80)
    theme = models.CharField(
        _("theme"), max_length=60, blank=True, help_text=_("Readers choose cards by it.")
    )
    text = models.TextField(_("the idea"), max_length=600)
    try_it = models.TextField(
        _("try it like this"), max_length=400, blank=True, help_text=_("One thing to do this week.")
    )
    picture = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # From the first title; stays when the title changes, so that the address does.
    slug = models.SlugField(editable=False, max_length=100, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("theme")]),
        FieldPanel("text"),
        FieldPanel("try_it"),
        FieldPanel("picture"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("card")
        verbose_name_plural = _("cards")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or slugify(self.title)


class Deck:
    """The cards of a tool in their order, numbered from 1, each with its address.

    Two cards of one name are told apart by a number at the end of the later one's address.
    """

    SEEDS = 99  # so many orders there are; few enough for the page cache

    def __init__(self, cards: Iterable[IdeaCard], address: str) -> None:
        self.cards = list(cards)
        seen: Counter[str] = Counter()
        for number, card in enumerate(self.cards, start=1):
            slug = card.slug or slugify(card.title)
            seen[slug] += 1
            part = slug if seen[slug] == 1 else f"{slug}-{seen[slug]}"
            card.number, card.part, card.url = number, part, f"{address}kort/{part}/"

    @property
    def themes(self) -> list[str]:
        """In the order of the cards."""
        return list(dict.fromkeys(card.theme for card in self.cards if card.theme))

    def of_theme(self, theme: str) -> list[IdeaCard]:
        return [card for card in self.cards if card.theme == theme]

    def shuffled(self, seed: int) -> list[IdeaCard]:
        """The same order for the same seed, so that an order can be shared and cached."""
        order = list(self.cards)
        random.Random(seed).shuffle(order)  # noqa: S311 (a game of cards)
        return order

    def find(self, part: str) -> IdeaCard | None:
        return next((card for card in self.cards if card.part == part), None)

    def beside(self, card: IdeaCard) -> dict[str, Any]:
        """The cards before and after it; the first follows the last."""
        here = self.cards.index(card)
        return {
            "before": self.cards[here - 1],
            "after": self.cards[(here + 1) % len(self.cards)],
        }
