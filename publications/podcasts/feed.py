"""The feed of a series as podcast apps want it.

Apple's tags are those of "A Podcaster's Guide to RSS"
(https://help.apple.com/itc/podcasts_connect/#/itcb54353390), the `podcast:` tags those of the
Podcasting 2.0 namespace (https://podcastindex.org/namespace/1.0).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed

from lederweb.core.models import CustomImage, CustomMedia
from lederweb.lib.periods import start_of
from publications.models import PodcastEpisodePage, PodcastSeriesPage

COVER = "fill-1400x1400|format-jpeg"
PORTRAIT = "fill-400x400|format-jpeg"
JSON_CHAPTERS = "application/json+chapters"


class PodcastRss(Rss201rev2Feed):
    """RSS 2.0 with what Apple Podcasts and Podcasting 2.0 add to it."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        series: PodcastSeriesPage = self.feed["series"]
        add = handler.addQuickElement
        add("itunes:author", series.author)
        handler.startElement("itunes:owner", {})
        add("itunes:name", series.owner_name or series.author)
        add("itunes:email", series.owner_email)
        handler.endElement("itunes:owner")
        add("itunes:type", series.show_type)
        add("itunes:explicit", "true" if series.explicit else "false")
        add("itunes:summary", self.feed["description"])
        category, _slash, subcategory = series.category.partition("/")
        handler.startElement("itunes:category", {"text": category})
        if subcategory:
            add("itunes:category", attrs={"text": subcategory})
        handler.endElement("itunes:category")
        if self.feed["image"]:
            add("itunes:image", attrs={"href": self.feed["image"]})
            handler.startElement("image", {})
            for name, value in (
                ("url", self.feed["image"]),
                ("title", self.feed["title"]),
                ("link", self.feed["link"]),
            ):
                add(name, value)
            handler.endElement("image")
        add("podcast:guid", str(series.guid))
        add("podcast:locked", "yes", {"owner": series.owner_email} if series.owner_email else {})
        add("podcast:medium", "podcast")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        episode: PodcastEpisodePage = item["episode"]
        add = handler.addQuickElement
        add("itunes:title", episode.title)
        add("itunes:summary", episode.lead)
        add("itunes:duration", str(round(item["duration"])))
        add("itunes:explicit", "true" if self.feed["series"].explicit else "false")
        add("itunes:episodeType", episode.episode_type)
        for prefix in ("itunes", "podcast"):
            if episode.season:
                add(f"{prefix}:season", str(episode.season))
            if episode.number:
                add(f"{prefix}:episode", str(episode.number))
        for url, kind in item["transcripts"]:
            captions = {"rel": "captions"} if kind == "text/vtt" else {}
            add(
                "podcast:transcript",
                attrs={"url": url, "type": kind, "language": "da"} | captions,
            )
        if item["chapters"]:
            add("podcast:chapters", attrs={"url": item["chapters"], "type": JSON_CHAPTERS})
        for name, attributes in item["people"]:
            add("podcast:person", name, attributes)


def podcast_feed(series: PodcastSeriesPage) -> bytes:
    """The feed of one series: every public episode that has sound, newest first."""
    feed = PodcastRss(
        title=series.title,
        link=series.full_url or "/",
        description=series.description or series.lead,
        language="da",
        author_name=series.author,
        feed_copyright=f"© {series.author}",
        feed_url=series.feed_url,
        series=series,
        image=_picture_url(series.picture, COVER),
    )
    for episode in series.episodes().prefetch_related(
        "chapters", "people__person__picture__renditions"
    ):
        if episode.audio:
            _add_episode(feed, episode, episode.audio)
    return feed.writeString("utf-8").encode()


def _add_episode(feed: PodcastRss, episode: PodcastEpisodePage, audio: CustomMedia) -> None:
    address = episode.full_url or "/"
    transcripts = []
    if episode.has_timed_transcript:
        transcripts.append((f"{address}udskrift.vtt", "text/vtt"))
    if episode.transcript:
        transcripts.append((f"{address}udskrift.html", "text/html"))
    feed.add_item(
        title=episode.title,
        link=address,
        description=episode.lead,
        unique_id=str(episode.guid),
        unique_id_is_permalink=False,
        pubdate=published_at(episode),
        enclosures=[
            Enclosure(
                url=f"{settings.BASE_URL}{audio.audio_url}",
                length=str(audio.file_size),
                mime_type=audio.content_type,
            )
        ],
        episode=episode,
        duration=audio.duration,
        transcripts=transcripts,
        chapters=f"{address}kapitler.json" if episode.chapters.all() else "",
        people=[_person(link) for link in episode.people.all()],
    )


def published_at(episode: PodcastEpisodePage) -> dt.datetime:
    """When the episode came out. Apps sort by it, so two of the same day differ by a second each."""
    return start_of(episode.sort_date) + dt.timedelta(seconds=episode.number or 0)


def _person(link: Any) -> tuple[str, dict[str, str]]:
    attributes = {"role": link.role, "group": "cast"}
    picture = _picture_url(link.person.picture, PORTRAIT)
    if picture:
        attributes["img"] = picture
    return link.person.name[:128], attributes


def _picture_url(picture: CustomImage | None, size: str) -> str:
    return f"{settings.BASE_URL}{picture.get_rendition(size).url}" if picture else ""
