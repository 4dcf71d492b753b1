"""Checks of content that only this floor knows of."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lederweb.core.content_checks import Sentences, check
from lederweb.core.templatetags.lederweb import danish_date
from publications.models import ContentPage, PodcastEpisodePage


@check("transcript", gettext_lazy("No transcript"))
def episodes_have_a_transcript(page: Any) -> Sentences:
    if isinstance(page, PodcastEpisodePage) and not page.transcript.strip():
        yield _("Put in a transcript. Whoever cannot hear needs it, and search finds its words.")


@check("review", gettext_lazy("Day of review is over"))
def reviews_are_done(page: Any) -> Sentences:
    today = timezone.localdate()
    if isinstance(page, ContentPage) and page.review_on and page.review_on < today:
        yield _("The page was to be reviewed on %(day)s. Read it through, then set a new day.") % {
            "day": danish_date(page.review_on)
        }
