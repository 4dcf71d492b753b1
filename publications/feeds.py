"""The feed of everything new. That of a podcast series is in publications/podcasts/feed.py."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.utils.translation import gettext_lazy as _

from lederweb.lib.periods import start_of
from publications.models import ContentPage


def _published_at(page: ContentPage) -> dt.datetime:
    return start_of(page.sort_date)


class ContentFeed(Feed):
    """The newest content of every kind."""

    title = _("New on Lederweb")
    description = _("Articles, publications, podcasts and tools for leaders.")
    link = "/"
    feed_url = "/feed.xml"
    language = "da"
    LENGTH = 30

    def items(self) -> Any:
        return ContentPage.objects.listed()[: self.LENGTH]

    def item_title(self, item: ContentPage) -> str:
        return item.title

    def item_description(self, item: ContentPage) -> str:
        return item.lead

    def item_link(self, item: ContentPage) -> str:
        return item.full_url or "/"

    def item_guid(self, item: ContentPage) -> str:
        return f"lederweb-{item.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: ContentPage) -> dt.datetime:
        return _published_at(item)
