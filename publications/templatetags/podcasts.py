"""Parts of a podcast: what is said, with its times, and the episodes of an article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from publications.models import ArticlePage
from publications.podcasts.playing_time import clock
from publications.podcasts.transcripts import Passage

register = template.Library()

# A link into the sound works without script: browsers begin there (Media Fragments URI 1.0).
_NAME = '<p class="cue__speaker">{}</p>'
_CUE = (
    '<p class="cue" data-cue="{start}">'
    '<a class="cue__time" href="{url}#t={start}" data-seek="{start}">{clock}</a> '
    '<span class="cue__words">{text}</span></p>'
)


@register.simple_tag
def passages_as_html(passages: list[Passage], audio_url: str) -> SafeString:
    """All passages, each name where it changes.

    Written here and not in a template: an hour of speech has some 700.
    """

    def parts() -> Iterator[tuple[SafeString]]:
        speaker = ""
        for passage in passages:
            if passage.speaker and passage.speaker != speaker:
                yield (format_html(_NAME, passage.speaker),)
            speaker = passage.speaker
            if passage.start is None:
                yield (format_html('<p class="cue">{}</p>', passage.text),)
            else:
                yield (
                    format_html(
                        _CUE,
                        start=f"{passage.start:.2f}",
                        url=audio_url,
                        clock=clock(passage.start),
                        text=passage.text,
                    ),
                )

    return format_html_join("\n", "{}", parts())


@register.filter
def time_code(seconds: float) -> str:
    """75 seconds become 1:15, as podcast apps read it in a transcript."""
    return clock(seconds).replace(".", ":")


@register.inclusion_tag("components/article_episodes.html")
def episodes_of(article: ArticlePage) -> dict[str, Any]:
    """The episodes that the article belongs to; none before it was first saved."""
    if not article.pk:
        return {"episodes": []}
    return {"episodes": article.episodes.listed().exclude(audio=None).select_related("audio")}
