"""The feed of the newsletters that were sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.translation import gettext_lazy as _

from newsletter.models import IssuePage


class IssueFeed(Feed):
    """The archive's newest issues, each with its preview text."""

    title = _("Lederweb’s newsletter")
    description = _("Each newsletter as it comes out.")
    language = "da"
    LENGTH = 20

    def link(self) -> str:
        # With the host: Django would take the one that was asked, which may be anybody's.
        return f"{settings.BASE_URL}/nyhedsbrev/"

    def feed_url(self) -> str:
        return f"{settings.BASE_URL}/nyhedsbrev/feed.xml"

    def items(self) -> Any:
        return IssuePage.objects.archived().defer_streamfields()[: self.LENGTH]

    def item_title(self, item: IssuePage) -> str:
        return item.subject

    def item_description(self, item: IssuePage) -> str:
        return item.preview_text

    def item_link(self, item: IssuePage) -> str:
        return item.full_url or "/"

    def item_guid(self, item: IssuePage) -> str:
        return f"lederweb-{item.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: IssuePage) -> dt.datetime | None:
        return item.first_published_at
