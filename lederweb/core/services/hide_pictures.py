"""Pictures of pages that become private get another address (promise S4).

A picture's file is handed out by the proxy, which asks nobody. So its name cannot be guessed and
stands only on pages: whoever may see the page knows it. What was public has an address that many
know; it ends when every page that shows the picture is private.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.db import transaction
from wagtail.models import Page, ReferenceIndex

from lederweb.core.models import CustomImage


def hide_pictures(*, pages: Iterable[int]) -> int:
    """Give a new address to each picture that only private pages show; how many there were.

    pages: ids of the pages that became private. A picture that something else uses as well, such
    as a person or a public page, keeps its address: there it is public.
    """
    pictures = ContentType.objects.get_for_model(CustomImage)
    used = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=pictures,
        object_id__in=[str(page) for page in pages],
    )
    numbers = set(used.values_list("to_object_id", flat=True))
    hidden = 0
    for picture in CustomImage.objects.filter(pk__in=numbers):
        if not _is_public(picture):
            renew_address(picture=picture)
            hidden += 1
    return hidden


def _is_public(picture: CustomImage) -> bool:
    uses = ReferenceIndex.get_references_to(picture)
    of_pages = uses.filter(base_content_type=ContentType.objects.get_for_model(Page))
    if uses.exclude(pk__in=of_pages).exists():
        return True
    pages = [int(number) for number in of_pages.values_list("object_id", flat=True)]
    return Page.objects.filter(pk__in=pages).live().public().exists()


def renew_address(*, picture: CustomImage) -> None:
    """Put the file under another name and drop all its sizes. The old file goes after commit.

    A file that is gone already keeps its name: there is nothing at its address.
    """
    storage, before = picture.file.storage, picture.file.name
    with transaction.atomic():
        try:
            with storage.open(before) as content:
                picture.file.save(picture.plain_file_name, File(content), save=False)
        except FileNotFoundError:
            return
        picture.save(update_fields=["file"])
        picture.renditions.all().delete()
        transaction.on_commit(lambda: storage.delete(before))
