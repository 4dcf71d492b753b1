"""Where imported pages come to stand: page types, overviews, numbers and free addresses."""

from __future__ import annotations

import itertools
from typing import Any

from django.apps import apps
from django.db import connection
from wagtail.models import Page

# Kind → its page type, and the overview it stands below; a standard page stands below "Om".
MODELS = {
    "article": ("publications.ArticlePage", "publications.ArticleIndexPage"),
    "publication": ("publications.PublicationPage", "publications.PublicationIndexPage"),
    "tool": ("publications.ToolPage", "publications.ToolIndexPage"),
    "project": ("projects.ProjectPage", "projects.ProjectIndexPage"),
    "page": ("pages.StandardPage", "pages.HomePage"),
}


def parent_of(kind: str) -> int | None:
    model: Any = apps.get_model(MODELS[kind][1])
    if kind == "page":
        about = apps.get_model(MODELS[kind][0]).objects.filter(slug="om", depth=3).first()  # type: ignore[attr-defined]
        if about is not None:
            return int(about.pk)
    found = model.objects.order_by("path").values_list("pk", flat=True).first()
    return int(found) if found else None


def reserved(count: int) -> list[int]:
    """So many numbers for pages that nobody else will get."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('wagtailcore_page', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def slugs_below(parent_id: int | None) -> set[str]:
    parent = Page.objects.get(pk=parent_id)
    return set(parent.get_children().values_list("slug", flat=True))


def free_slug(wanted: str, taken: set[str]) -> str:
    slug = wanted = wanted[:200].strip("-")
    for number in itertools.count(2):
        if slug not in taken:
            return slug
        slug = f"{wanted}-{number}"
    raise AssertionError  # the count has no end
