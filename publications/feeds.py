"""The feed of everything new. That of a podcast series is in publications/podcasts/feed.py."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
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
    language = "da"
    LENGTH = 30

    def link(self) -> str:
        # With the host: Django would take the one that was asked, which may be anybody's.
        return f"{settings.BASE_URL}/"

    def feed_url(self) -> str:
        return f"{settings.BASE_URL}/feed.xml"

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
