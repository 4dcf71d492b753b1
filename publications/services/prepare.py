"""What a page gets besides its text once it is public: its place among others, and a card."""

from __future__ import annotations

import time

from django.db.models import F, Q

from lederweb.core import page_cache
from publications.models import ContentPage
from publications.services.draw_share_card import draw_share_card
from publications.services.relate import relate

# A sweep ends after this long; the next one goes on.
SWEEP_SECONDS = 120.0


def prepare(*, page_id: int) -> None:
    """Relate the page to others and draw its card; may run twice. Pages show it at once."""
    changed = [relate(page_id=page_id), draw_share_card(page_id=page_id)]
    if any(changed):
        page_cache.forget_all()


def sweep(*, seconds: float = SWEEP_SECONDS) -> int:
    """Prepare what was published and never announced, the newest first. How many."""
    ends = time.monotonic() + seconds
    waiting = (
        ContentPage.objects.live()
        .public()
        .filter(last_published_at__isnull=False)
        .filter(Q(gist=None) | Q(share_card=None) | Q(gist__made_at__lt=F("last_published_at")))
        .order_by("-last_published_at")
    )
    done = 0
    for page_id in waiting.values_list("pk", flat=True).iterator():
        if time.monotonic() > ends:
            break
        prepare(page_id=page_id)
        done += 1
    return done
