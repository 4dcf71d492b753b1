"""The feed of the newsletters that were sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.utils.translation import gettext_lazy as _

from newsletter.models import IssuePage


class IssueFeed(Feed):
    """The archive's newest issues, each with its preview text."""

    title = _("Lederweb’s newsletter")
    description = _("Each newsletter as it comes out.")
    link = "/nyhedsbrev/"
    feed_url = "/nyhedsbrev/feed.xml"
    language = "da"
    LENGTH = 20

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
