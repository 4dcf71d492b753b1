"""What an episode or a series lacks before it can be published, each in a sentence.

The rules are Apple's (https://podcasters.apple.com/support/823-podcast-requirements) and the
organisation's own: no transcript, no publishing, unless somebody gives a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publications.podcasts.playing_time import clock
from publications.podcasts.transcripts import BadTranscript, read_transcript

if TYPE_CHECKING:
    from publications.models import PodcastEpisodePage, PodcastSeriesPage

# Apple takes covers from 1400 to 3000 pixels; we send 1400, so larger originals are welcome.
SMALLEST_COVER = 1400
# Apple reads so much of a description.
MOST_DESCRIPTION = 4000  # bytes
# A transcript may be made from a version that is a little longer.
LENGTHS_DIFFER_BY = 5  # seconds

# The field it is about, and the sentence.
Missing = tuple[str, str | Promise]


def missing_in_series(series: PodcastSeriesPage) -> Iterator[Missing]:
    cover = series.picture
    if cover is None:
        yield "picture", _("Choose a cover: podcast apps do not take a series without one.")
    elif cover.width != cover.height:
        yield (
            "picture",
            _("The cover must be square. This one is %(width)d by %(height)d pixels.")
            % {"width": cover.width, "height": cover.height},
        )
    elif cover.width < SMALLEST_COVER:
        yield (
            "picture",
            _("The cover must be at least 1400 by 1400 pixels. This one is %(width)d.")
            % {"width": cover.width},
        )
    if not series.owner_email:
        yield (
            "owner_email",
            _("Write an e-mail address: podcast apps use it to ask who owns the series."),
        )
    size = len(series.description.encode())
    if size > MOST_DESCRIPTION:
        yield (
            "description",
            _("Podcast apps read 4000 bytes of the description; this one has %(size)d. Shorten it.")
            % {"size": size},
        )


def missing_in_episode(episode: PodcastEpisodePage) -> Iterator[Missing]:
    audio = episode.audio
    if audio is None:
        yield "audio", _("Choose the sound file.")
    elif not audio.duration:
        yield "audio", _("The length of the sound file is not known. Upload it again.")
    if not episode.transcript.strip():
        yield from _missing_transcript(episode)
        return
    try:
        passages = read_transcript(episode.transcript)
    except BadTranscript as fault:
        yield "transcript", fault.sentence
        return
    ends = [passage.end for passage in passages if passage.end is not None]
    if audio and audio.duration and ends and max(ends) > audio.duration + LENGTHS_DIFFER_BY:
        yield (
            "transcript",
            _(
                "The transcript goes on until %(end)s, but the sound ends at %(length)s. "
                "Does it belong to another recording?"
            )
            % {"end": clock(max(ends)), "length": clock(audio.duration)},
        )


def _missing_transcript(episode: PodcastEpisodePage) -> Iterator[Missing]:
    if not episode.transcript_waived:
        yield (
            "transcript",
            _(
                "A transcript is missing. Whoever cannot hear needs it, and search finds it. "
                "Put it in, or tick “Publish without a transcript” and write why."
            ),
        )
    elif not episode.transcript_waived_because.strip():
        yield (
            "transcript_waived_because",
            _("Write why the episode is published without a transcript."),
        )


def faults_in_chapters(
    starts: Iterable[int | None], *, length: float
) -> Iterator[tuple[int, str | Promise]]:
    """The places in the list of what is wrong with chapters that begin at these seconds."""
    last = -1
    for place, start in enumerate(starts):
        if start is None:  # the field itself says so
            continue
        if start <= last:
            yield (
                place,
                _("The chapter begins at %(start)s, but the one above at %(last)s. Put them right.")
                % {"start": clock(start), "last": clock(last)},
            )
        elif length and start >= length:
            yield (
                place,
                _("The chapter begins at %(start)s, but the sound ends at %(length)s.")
                % {"start": clock(start), "length": clock(length)},
            )
        last = max(last, start)
