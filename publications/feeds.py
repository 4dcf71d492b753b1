"""Feeds: everything new, and a podcast series as podcast apps want it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpResponse
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.translation import gettext_lazy as _

from lederweb.core.models import CustomMedia
from lederweb.lib.periods import start_of
from publications.models import ContentPage, PodcastEpisodePage, PodcastSeriesPage


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


class PodcastRss(Rss201rev2Feed):
    """RSS 2.0 with the elements that Apple Podcasts requires of a show and its episodes."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        series = self.feed["series"]
        handler.addQuickElement("itunes:author", series.author)
        handler.addQuickElement("itunes:type", "episodic")
        handler.addQuickElement("itunes:explicit", "false")
        handler.startElement("itunes:category", {"text": series.category})
        handler.endElement("itunes:category")
        handler.addQuickElement("podcast:guid", str(series.guid))
        if self.feed["image"]:
            handler.addQuickElement("itunes:image", attrs={"href": self.feed["image"]})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:episode", str(item["number"]))
        handler.addQuickElement("itunes:duration", str(round(item["duration"])))
        handler.addQuickElement("itunes:explicit", "false")


def podcast_feed(series: PodcastSeriesPage) -> HttpResponse:
    """The feed of one series: every public episode that has sound, newest first."""
    image = series.picture.get_rendition("fill-1400x1400|format-jpeg") if series.picture else None
    feed = PodcastRss(
        title=series.title,
        link=series.full_url or "/",
        description=series.description or series.lead,
        language="da",
        feed_url=f"{series.full_url}feed.xml",
        series=series,
        image=f"{settings.BASE_URL}{image.url}" if image else "",
    )
    for episode in series.episodes():
        if episode.audio:
            _add_episode(feed, episode, episode.audio)
    response = HttpResponse(content_type="application/rss+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def _add_episode(feed: PodcastRss, episode: PodcastEpisodePage, audio: CustomMedia) -> None:
    feed.add_item(
        title=episode.title,
        link=episode.full_url or "/",
        description=episode.lead,
        unique_id=str(episode.guid),
        unique_id_is_permalink=False,
        pubdate=_published_at(episode),
        enclosures=[
            Enclosure(
                url=f"{settings.BASE_URL}{audio.audio_url}",
                length=str(audio.file.size),
                mime_type=audio.content_type,
            )
        ],
        number=episode.number,
        duration=audio.duration,
    )
