"""Pages that an address without a page may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection

from lederweb.lib.old_addresses import folded
from lederweb.pages.models import NotFoundPath
from publications.models import ContentPage
from publications.old_addresses import FoldedSlug, public_pages

MOST = 3
_NUMBER = re.compile(r"(?<!\d)\d{4,7}(?!\d)")
_ENDING = re.compile(r"\.[a-z]{2,5}$")
_SLUG = FoldedSlug.template % {"expressions": "page.slug"}
# Reads the index pages_page_slug_trigrams; the operator's threshold is PostgreSQL's own, 0.3.
_SIMILAR = f"""
SELECT asked.words, near.id
FROM unnest(%s::text[]) AS asked (words)
CROSS JOIN LATERAL (
    SELECT page.id, similarity({_SLUG}, asked.words) AS likeness
    FROM wagtailcore_page AS page
    WHERE page.live AND page.depth > 1 AND {_SLUG} %% asked.words
    ORDER BY likeness DESC, page.id
    LIMIT %s
) AS near
ORDER BY asked.words, near.likeness DESC, near.id
"""  # noqa: S608 (nothing in it comes from outside)


def with_proposals(rows: list[NotFoundPath]) -> list[NotFoundPath]:
    """The rows, each with `proposals`: first the page of a number in it, then similar words.

    The pages are rows of Wagtail's own table with `kind_name`, what a reader calls their kind.
    """
    words = {row.pk: words_of(row.example) for row in rows}
    numbers = {row.pk: {int(found) for found in _NUMBER.findall(row.example)} for row in rows}
    similar = _similar({text for text in words.values() if text})
    by_number = dict(
        ContentPage.objects.filter(legacy_id__in=set().union(*numbers.values())).values_list(
            "legacy_id", "pk"
        )
        if any(numbers.values())
        else ()
    )
    wanted = set(by_number.values()).union(*similar.values())
    shown = public_pages().only("title", "url_path", "content_type_id")
    pages = shown.in_bulk(wanted) if wanted else {}
    for page in pages.values():
        page.kind_name = page.specific_class.kind_label
    for row in rows:
        numbered = [by_number[number] for number in sorted(numbers[row.pk]) if number in by_number]
        found = dict.fromkeys([*numbered, *similar.get(words[row.pk], [])])
        row.proposals = [pages[key] for key in found if key in pages][:MOST]
    return rows


def words_of(path: str) -> str:
    """The last part of a path that has words in it, folded and without a file's ending."""
    for part in reversed(path.lower().split("/")):
        text = re.sub(r"\b\d+\b", "", folded(_ENDING.sub("", part))).strip("-")
        if len(text) > 2:
            return text
    return ""


def _similar(words: Iterable[str]) -> dict[str, list[int]]:
    asked = sorted(words)
    if not asked:
        return {}
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR, [asked, MOST])
        for text, page in cursor.fetchall():
            found.setdefault(text, []).append(page)
    return found
