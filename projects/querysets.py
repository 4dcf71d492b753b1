"""All reads of projects."""

from __future__ import annotations

from typing import Self

from lederweb.core.querysets import BasePageQuerySet


class ProjectQuerySet(BasePageQuerySet):
    def listed(self) -> Self:
        return super().listed().order_by("title")

    def owned_by(self, tier: str) -> Self:
        return self.filter(owners__contains=[tier])
