"""Pictures as files of their own size for print and for readers' devices."""

from __future__ import annotations

import io

from PIL import Image as PillowImage
from PIL import ImageOps

from lederweb.core.models import CustomImage

_QUALITY = 85


def small_jpeg(image: CustomImage, *, widest: int) -> bytes:
    """The picture as a JPEG at most so many pixels wide and high, on white.

    Raises OSError when the file is away or Pillow cannot read it.
    """
    with image.open_file() as file, PillowImage.open(file) as stored:
        stored.draft("RGB", (widest, widest))  # a large JPEG is not unpacked in full
        picture = ImageOps.exif_transpose(stored)
        picture.thumbnail((widest, widest))
        flat = PillowImage.new("RGB", picture.size, "white")
        rgba = picture.convert("RGBA")
        flat.paste(rgba, mask=rgba.getchannel("A"))
        buffer = io.BytesIO()
        flat.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
