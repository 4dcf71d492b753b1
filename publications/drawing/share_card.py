"""Drawing the picture that is shown where a page is shared."""

from __future__ import annotations

import io
import json
from pathlib import Path

from django.conf import settings
from PIL import Image

from publications.models.share_cards import HEIGHT, WIDTH

_TEMPLATE = Path(__file__).resolve().parent / "share_card.typ"
_MARK = settings.BASE_DIR / "static" / "img" / "favicon.svg"
_QUALITY = 88
_PICTURE_FROM, _TOP = 800, 14  # pixels from the left and from the top
# How the page's own picture is cut (Wagtail's filter, which heeds the focal point).
PICTURE_SIZE = f"fill-{WIDTH - _PICTURE_FROM}x{HEIGHT - _TOP}|format-jpeg"


def share_card(*, title: str, kind: str, owners: str, picture: bytes | None) -> bytes:
    """The card as JPEG, 1200 by 630 pixels. Takes about 0.1 s.

    picture: an image of the size `PICTURE_SIZE` gives; panes of glass stand there without one.
    """
    import typst  # loaded when used: most processes never need its 7 MB

    png = typst.compile(
        _TEMPLATE,
        format="png",
        ppi=72.0,  # one point of the template is one pixel
        ignore_system_fonts=True,  # the same card on every machine
        sys_inputs={
            "data": json.dumps(
                {"title": title, "kind": kind, "owners": owners, "panes": picture is None}
            ),
            "mark": _MARK.read_text(),
        },
    )
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(png)) as drawn:
        card = drawn.convert("RGB")
    if picture is not None:
        with Image.open(io.BytesIO(picture)) as own:
            place = (_PICTURE_FROM, _TOP)
            size = (WIDTH - _PICTURE_FROM, HEIGHT - _TOP)
            # A picture smaller than asked for comes as large as it is.
            card.paste(own.convert("RGB").resize(size), place)
    card.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return buffer.getvalue()
