"""What a page gets besides its text once it is public: its place among others, and a card."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import F, Q

from lederweb.core import page_cache
from publications.models import ContentPage, ShareCard
from publications.services.draw_share_card import draw_share_card
from publications.services.make_sizes import make_sizes_of
from publications.services.relate import relate

logger = logging.getLogger(__name__)

# A sweep ends after this long, and the next one goes on: an import of thousands of pages leaves
# the worker time for everything else.
SWEEP_SECONDS = 30.0
_LOCK = "publications.prepare"


def prepare(*, page_id: int) -> None:
    """Make its pictures, relate it to others and draw its card; may run twice.

    Pages show it at once.
    """
    make_sizes_of(page_id=page_id)
    changed = [relate(page_id=page_id), draw_share_card(page_id=page_id)]
    if any(changed):
        page_cache.forget_all()


def sweep(*, seconds: float = SWEEP_SECONDS) -> int:
    """Prepare what was published or taken back and never announced, the newest first. How many.

    One sweep at a time: whoever comes second leaves it to the first.
    """
    ends = time.monotonic() + seconds
    done = 0
    with _alone() as alone:
        for page_id in _waiting() if alone else []:
            if time.monotonic() > ends:
                break
            try:
                prepare(page_id=page_id)
            except (OSError, RuntimeError):  # a picture or a title that cannot be drawn
                logger.exception("Page %s could not be prepared.", page_id)
            done += 1
    return done


def _waiting() -> list[int]:
    public = ContentPage.objects.live().public()
    unmade = Q(gist=None) | Q(share_card=None) | Q(gist__made_at__lt=F("last_published_at"))
    new = public.filter(unmade, last_published_at__isnull=False).order_by("-last_published_at")
    # Somebody may have hidden a page since, which is no publishing.
    hidden = ShareCard.objects.exclude(page__in=public.values("pk"))
    return [*hidden.values_list("page", flat=True), *new.values_list("pk", flat=True)]


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether this process got the lock; it ends with the database connection at the latest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [_LOCK])
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [_LOCK])
