"""Wishing for files that are made of pages. A task makes them once publishing has calmed down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone

from publications.models import ChapterPage, ContentPage, MadeFile, PublicationPage

WEB_EDITION = (MadeFile.What.PDF, MadeFile.What.EPUB)


def want_web_edition(*, publication_id: int) -> None:
    """The PDF and the EPUB of the publication's chapters are out of date."""
    _want(WEB_EDITION, publication_id)


def renew_web_edition(*, publication_id: int) -> None:
    """The same for files that were wished for before, while their publication may be going."""
    _mark(WEB_EDITION, publication_id)


def want_catalogue() -> None:
    """What the catalogue lists has changed."""
    _want([MadeFile.What.CATALOGUE], None)


def withhold_files(*, pages: Collection[int]) -> None:
    """Nobody gets a file that tells of these pages until it is made anew, which is done at once."""
    above = PublicationPage.objects.filter(
        Exists(ChapterPage.objects.filter(pk__in=pages, path__startswith=OuterRef("path")))
    )
    files = MadeFile.objects.filter(publication__in=above)
    if ContentPage.objects.filter(pk__in=pages).exists():
        files |= MadeFile.objects.filter(what=MadeFile.What.CATALOGUE)
    long_ago = timezone.now() - dt.timedelta(hours=1)
    files.exclude(document=None).update(
        content_key="", wanted_since=long_ago, wanted_at=long_ago, tries=0
    )


def _want(kinds: Iterable[str], publication_id: int | None) -> None:
    MadeFile.objects.bulk_create(
        [MadeFile(what=what, publication_id=publication_id) for what in kinds],
        ignore_conflicts=True,
    )
    _mark(kinds, publication_id)


def _mark(kinds: Iterable[str], publication_id: int | None) -> None:
    now = timezone.now()
    # By update, which is no change that pages show: the page cache stays.
    MadeFile.objects.filter(what__in=kinds, publication_id=publication_id).update(
        wanted_since=Coalesce(F("wanted_since"), now), wanted_at=now, tries=0
    )
