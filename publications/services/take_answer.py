"""Taking in what a reader answers, and forgetting what was written."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from publications.models import Answer

# Remarks are for whoever edits the page next; after this the counts are enough.
REMARKS_KEPT = dt.timedelta(days=365)
# One page gets so many answers a day at most: more are not readers.
MOST_A_DAY = 500


def take_answer(*, page_id: int, use: str, remark: str = "") -> bool:
    """Keep an answer with its day; whether it was kept.

    The same words under the same page on the same day are somebody who pressed twice, or a
    program, and count once.
    """
    today = timezone.localdate()
    of_today = Answer.objects.filter(page=page_id, day=today)
    if remark and of_today.filter(remark=remark).exists():
        return False
    if of_today.count() >= MOST_A_DAY:
        return False
    Answer.objects.create(page_id=page_id, use=use, remark=remark, day=today)
    return True


def forget_remarks(*, today: dt.date) -> int:
    """Delete what readers wrote a year ago or more; the answers still count. How many."""
    old = Answer.objects.remarks().filter(day__lte=today - REMARKS_KEPT)
    return old.update(remark="")
