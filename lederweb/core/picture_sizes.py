"""The sizes that pages show pictures in, and making them before anybody asks."""

from __future__ import annotations

from wagtail.images.models import Filter

from lederweb.core.models import CustomImage

# What templates/components/picture.html asks for; a test holds the two together.
WIDE = "format-{webp,jpeg} fill-{480x320,960x640,1440x960}"
COVER = "format-{webp,jpeg} width-{240,480}"
SQUARE = "format-{webp,jpeg} fill-{160x160,480x480}"


def make_sizes(image: CustomImage, specification: str) -> bool:
    """Make the sizes that are missing of a picture; whether any was. About 0.3 s for each size."""
    sizes = [Filter(spec) for spec in Filter.expand_spec(specification)]
    there = {rendition.filter_spec for rendition in image.renditions.all()}
    if all(size.spec in there for size in sizes):
        return False
    image.get_renditions(*sizes)
    return True
