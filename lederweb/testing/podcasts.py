"""Makers of the podcast: a series, an episode with sound, chapters and transcript."""

from __future__ import annotations

import io
from functools import cache, cached_property
from math import pi, sin
from struct import pack
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from PIL import Image as PillowImage

TRANSCRIPT = """WEBVTT

00:00:00.000 --> 00:00:03.000
<v Vært>Hvad gjorde I, da det brændte?

00:00:03.000 --> 00:00:06.000
<v Leder>Vi talte med hinanden.

00:00:06.000 --> 00:00:09.000
Hver eneste morgen.

00:00:09.000 --> 00:00:12.000
<v Vært>Og så?
"""


class PodcastWorld:
    """Part of `World`."""

    if TYPE_CHECKING:
        ground: Any
        section: Any

        def _published(self, parent: Any, page: Any, topics: Any = (), tags: Any = ()) -> Any: ...

    @cached_property
    def square_cover(self) -> Any:
        """As large as podcast apps ask for."""
        from lederweb.core.models import CustomImage

        assert self.ground  # files lie in the root collection
        return CustomImage.objects.create(
            title="Ørerne i maskinen",
            description="Omslaget til podcasten: et øre mellem to tandhjul",
            file=ContentFile(square(1400), "oererne.png"),
            width=1400,
            height=1400,
        )

    @cached_property
    def sound(self) -> Any:
        """Twelve seconds of a quiet tone that a browser can play."""
        from lederweb.core.models import CustomMedia

        sound = CustomMedia(
            title="Afsnit 9", type="audio", file=ContentFile(tone(12), "afsnit-9.mp3")
        )
        sound.full_clean(exclude=["collection"])
        sound.save()
        return sound

    def series(self, title: str = "Ørerne i maskinen", **fields: Any) -> Any:
        from publications.models import PodcastIndexPage, PodcastSeriesPage

        index = self.section(PodcastIndexPage, "Podcast", "podcast")
        fields = {
            "lead": "Samtaler om ledelse, lige til turen hjem.",
            "picture": self.square_cover,
            "owner_email": "info@example.org",
        } | fields
        return self._published(index, PodcastSeriesPage(title=title, **fields))

    def episode(self, title: str = "Når jorden brænder under lederen", **fields: Any) -> Any:
        from publications.models import PodcastEpisodePage
        from publications.models.podcasts import EpisodeChapter

        series = fields.pop("series", None) or self.series()
        fields = {
            "number": 9,
            "lead": "Om resultatkrav, tillid og kontrol.",
            "audio": self.sound,
            "owners": ["1"],
            "transcript": TRANSCRIPT,
            "body": [("text", "<p>Medvirkende: en leder og en vært.</p>")],
        } | fields
        page = PodcastEpisodePage(title=title, **fields)
        page.chapters = [
            EpisodeChapter(sort_order=0, start=0, title="Velkommen"),
            EpisodeChapter(
                sort_order=1, start=6, title="Når det brænder", url="https://example.org/brand"
            ),
        ]
        return self._published(series, page)


def square(side: int, height: int | None = None) -> bytes:
    """A PNG of one colour, so many pixels wide and high."""
    buffer = io.BytesIO()
    PillowImage.new("RGB", (side, height or side), "#23405a").save(buffer, "PNG")
    return buffer.getvalue()


@cache
def tone(seconds: int, rate: int = 16_000) -> bytes:
    """An MP3 of 220 Hz."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.set_bit_rate(32)
    encoder.set_in_sample_rate(rate)
    encoder.set_channels(1)
    encoder.silence()
    wave = (int(3000 * sin(2 * pi * 220 * n / rate)) for n in range(seconds * rate))
    return bytes(encoder.encode(b"".join(pack("<h", value) for value in wave)) + encoder.flush())
