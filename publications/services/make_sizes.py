"""Pictures in all their sizes before the first reader comes: ten seconds on a page with three."""

from __future__ import annotations

from lederweb.core.models import CustomImage
from lederweb.core.picture_sizes import COVER, SQUARE, WIDE, make_sizes
from publications.models import ContentPage, PublicationPage


def make_sizes_of(*, page_id: int) -> int:
    """Make what is missing of the pictures on a published page; how many had any. May run twice.

    A picture whose file is gone, or that cannot be read, is left to the page, which does without.
    """
    found = ContentPage.objects.live().filter(pk=page_id).specific().first()
    if found is None:
        return 0
    wanted: dict[tuple[CustomImage, str], None] = {}
    if found.picture:
        wanted[found.picture, COVER if isinstance(found, PublicationPage) else WIDE] = None
    for block in getattr(found, "body", None) or ():
        if block.block_type == "picture" and block.value["image"]:
            wanted[block.value["image"], WIDE] = None
    if hasattr(found, "authors"):
        for author in found.authors.select_related("person__picture"):
            if author.person.picture:
                wanted[author.person.picture, SQUARE] = None
    return sum(_make(image, sizes) for image, sizes in wanted)


def _make(image: CustomImage, sizes: str) -> bool:
    try:
        return make_sizes(image, sizes)
    except OSError:  # Wagtail's and Pillow's faults with files are of this kind
        return False
