"""What came of a project, for its page, which lies a floor below and asks by name."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count, Q, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lederweb.core.page_cache import remembered
from lederweb.core.templatetags.cards import rendered_cards
from publications.models import (
    ArticlePage,
    CoursePage,
    Edition,
    PodcastEpisodePage,
    PublicationPage,
    StockMovement,
    ToolPage,
)

register = template.Library()

# In the order in which a project's page shows what came of it.
_PRODUCTS = {
    PublicationPage: _("Publications"),
    ArticlePage: _("Articles"),
    PodcastEpisodePage: _("Podcasts"),
    CoursePage: _("E-courses"),
    ToolPage: _("Tools"),
}


@register.simple_tag
def products_of(project: Any) -> dict[str, list[dict[str, Any]]]:
    """What came of a project, kept until anything is published: {groups, copies}.

    Groups are cards by kind ({title, variant, cards}). Copies are how many of each
    edition were printed and sent out; a publication without figures is not counted as none.
    Nothing comes of a project that was never saved.
    """
    if not project.pk:
        return {"groups": [], "copies": []}
    return remembered(
        f"products:{get_language()}:{project.pk}",
        lambda: {"groups": _groups(project), "copies": _copies(project)},
    )


def _groups(project: Any) -> list[dict[str, Any]]:
    pages = list(project.content.cards())
    groups = []
    for kind, title in _PRODUCTS.items():
        variant = "cover" if kind is PublicationPage else ""
        found = [page for page in pages if page.kind is kind]
        if found:
            cards = rendered_cards(found, level=4, hide_kind=True, variant=variant)
            groups.append({"title": str(title), "variant": variant, "cards": cards})
    return groups


def _copies(project: Any) -> list[dict[str, Any]]:
    """By edition: what the ledger of its stock counts, else what its page states."""
    editions = Edition.objects.exclude(printed=None, sent_out=None, stock=None).filter(
        publication__in=PublicationPage.objects.live().public().filter(project=project)
    )
    kind = StockMovement.Kind
    sent = Q(stock__movements__kind__in=kind.sent())
    counted = editions.annotate(
        counted_printed=Sum(
            "stock__movements__quantity", filter=Q(stock__movements__kind__in=kind.printed())
        ),
        counted_sent=Sum("stock__movements__quantity", filter=sent),
        counted_about=Count("stock__movements", filter=sent & Q(stock__movements__is_about=True)),
    )
    rows = counted.order_by("publication__title", "sort_order").values(
        "publication__title", "year", "printed", "sent_out", "sent_out_about",
        "counted_printed", "counted_sent", "counted_about",
    )  # fmt: skip
    return [_from_the_ledger(row) for row in rows]


def _from_the_ledger(row: dict[str, Any]) -> dict[str, Any]:
    if row["counted_printed"] is None:
        return row
    return row | {
        "printed": row["counted_printed"],
        "sent_out": -(row["counted_sent"] or 0),
        "sent_out_about": bool(row["counted_about"]),
    }
