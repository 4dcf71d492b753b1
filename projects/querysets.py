"""All reads of the projects floor."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.functions import Left
from django.utils import timezone

from lederweb.core.querysets import BasePageQuerySet


class ProjectQuerySet(BasePageQuerySet):
    def listed(self) -> Self:
        return super().listed().order_by("title")

    def owned_by(self, tier: str) -> Self:
        return self.filter(owners__contains=[tier])


class _ByYear(models.QuerySet):
    """Rows with a partial date in the field named `date_field`."""

    date_field: str

    def in_year(self, year: str) -> Self:
        return self.filter(**{f"{self.date_field}__startswith": year})

    def years(self) -> list[str]:
        """The years there are rows for, newest first."""
        years = self.order_by().values_list(Left(self.date_field, 4), flat=True).distinct()
        return sorted(years, reverse=True)

    def with_project(self) -> Self:
        """With what a link to the project needs; a project that is not public is left out."""
        projects = apps.get_model("projects.ProjectPage").objects
        shown = projects.live().public().only("title", "url_path", "path", "depth", "live")
        return self.prefetch_related(Prefetch("project", shown))


class EventQuerySet(_ByYear):
    date_field = "starts_on"

    def coming(self, today: dt.date | None = None) -> Self:
        """The nearest first."""
        return self.filter(over_on__gte=today or timezone.localdate()).order_by(
            "starts_on", "title"
        )

    def past(self, today: dt.date | None = None) -> Self:
        """The newest first; within a year those of which no more is known come last."""
        return self.filter(over_on__lt=today or timezone.localdate()).order_by(
            "-starts_on", "title"
        )

    def owned_by(self, tier: str) -> Self:
        return self.filter(Q(owners__contains=[tier]) | Q(project__owners__contains=[tier]))


class MentionQuerySet(_ByYear):
    date_field = "published_on"


class MembershipQuerySet(models.QuerySet):
    def present(self, today: dt.date | None = None) -> Self:
        """Those whose seat is not over: without a last day, or with one to come.

        A year or month alone is over when it begins, because nobody is shown longer than
        stated: text sorts "2017" before "2017-06-30".
        """
        day = (today or timezone.localdate()).isoformat()
        return self.filter(Q(until_on="") | Q(until_on__gte=day))

    def former(self, today: dt.date | None = None) -> Self:
        day = (today or timezone.localdate()).isoformat()
        return self.exclude(Q(until_on="") | Q(until_on__gte=day)).order_by(
            "body", "-until_on", "person__name"
        )

    def shown(self) -> Self:
        """With person and picture, in three queries however many there are."""
        return self.select_related("person__picture").prefetch_related(
            "person__picture__renditions"
        )
