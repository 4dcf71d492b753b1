"""What tasks would make of the whole demonstration, at once and before a worker runs."""

from __future__ import annotations

import math

from lederweb.content.services.demonstration import Demonstration
from lederweb.core.services.check_pages import check_all_pages
from publications.models import ContentPage
from publications.services.prepare import sweep


def relate_pages(*, demonstration: Demonstration) -> None:
    """Prepare what no task has come to yet, as the beat job would."""
    there = ContentPage.objects.live().exclude(gist=None).count()
    made = sweep(seconds=math.inf)
    check_all_pages()
    demonstration.report("Related pages and share cards", made, max(0, there - made))
