"""All reads of content."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lederweb.core.querysets import BasePageQuerySet

if TYPE_CHECKING:
    from publications.models import ContentPage

RELATED = 3


class ContentQuerySet(BasePageQuerySet):
    def listed(self) -> Self:
        """Newest first."""
        return super().listed().order_by("-sort_date", "-first_published_at", "-pk")

    def cards(self) -> Self:
        """Only what cards show: a third of the columns, for lists of mixed kinds."""
        return self.listed().only(
            "title",
            "url_path",
            "path",
            "depth",
            "live",
            "content_type_id",
            "first_published_at",
            "lead",
            "owners",
            "picture_id",
            "project_id",
            "published_on",
            "reading_minutes",
            "sort_date",
        )

    def for_tier(self, tier: str) -> Self:
        return self.filter(owners__contains=[tier])

    def of_kind(self, *models: type) -> Self:
        return self.exact_type(*models)

    def to_be_reviewed(self, on: dt.date) -> Self:
        """Live content whose day of review has come, the longest overdue first."""
        return self.live().filter(review_on__lte=on).order_by("review_on", "title")

    def related_to(
        self, page: ContentPage, picked: list[int] | None = None, count: int = RELATED
    ) -> list[ContentPage]:
        """What to read after the page: the editor's picks in their order, then the likest.

        picked: numbers to take in place of the picks that are saved.
        """
        from publications.models import Likeness, Pick

        likest = Likeness.objects.filter(page=page.pk)
        picks = Pick.objects.filter(page=page.pk)
        pick = picks.filter(picked=OuterRef("pk"))
        chosen = picks.values("picked") if picked is None else picked
        found = list(
            self.cards()
            .filter(Q(pk__in=chosen) | Q(pk__in=likest.values("other")))
            .exclude(pk=page.pk)
            .annotate(
                score=Subquery(likest.filter(other=OuterRef("pk")).values("score")[:1]),
                # Picks that came without a place stand as they were made.
                place=Subquery(pick.values(place=Coalesce("sort_order", 0))[:1]),
                made=Subquery(pick.values("pk")[:1]),
            )
            .order_by(
                F("place").asc(nulls_last=True),
                "made",
                F("score").desc(nulls_last=True),
                "-sort_date",
            )
        )
        if picked is not None:  # the rest keeps its order: sorting is stable
            order = {number: place for place, number in enumerate(picked)}
            found.sort(key=lambda other: order.get(other.pk, len(order)))
        return found[:count]


class EpisodeQuerySet(ContentQuerySet):
    def without_transcript(self) -> Self:
        """Episodes that nobody can read, whether or not somebody gave a reason."""
        return self.filter(transcript="")


class AnswerQuerySet(QuerySet):
    def remarks(self) -> Self:
        return self.exclude(remark="")

    def counts(self) -> dict[str, int]:
        """How many answered what, under the names of `Answer.Use`; one query."""
        from publications.models import Answer

        return self.aggregate(**{use.value: Count("pk", filter=Q(use=use)) for use in Answer.Use})
