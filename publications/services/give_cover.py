"""The first page of a publication's PDF as its cover, where its editor gave none."""

from __future__ import annotations

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.translation import gettext as _

from lederweb.core.models import CustomImage
from lederweb.core.page_cache import forget_all
from lederweb.core.visibility import is_public_document
from publications.models import ContentPage, PdfReading, PublicationPage


def give_cover(*, publication: PublicationPage) -> CustomImage | None:
    """Give the page a cover if it has none and one of its PDFs was read; None if not.

    No revision is made: an editor who has the page open meets nothing new. The latest revision
    gets the picture too, so that the next one has it.
    """
    if publication.picture_id:
        return None
    formats = [
        form.document_id
        for edition in publication.editions.all()
        for form in edition.formats.all()
        if form.document_id and is_public_document(form.document)
    ]
    reading = (
        PdfReading.objects.filter(document__in=formats).exclude(first_page="").order_by("pk")
    ).first()
    if reading is None:
        return None
    with transaction.atomic():
        cover = reading.cover or _cover_of(reading, publication)
        ContentPage.objects.filter(pk=publication.pk, picture=None).update(picture=cover)
        revision = publication.latest_revision
        if revision and not revision.content.get("picture"):
            revision.content["picture"] = cover.pk
            revision.save(update_fields=["content"])
        transaction.on_commit(forget_all)
    publication.picture = cover
    return cover


def _cover_of(reading: PdfReading, publication: PublicationPage) -> CustomImage:
    title = publication.title
    cover = CustomImage(
        title=_("Cover: %(title)s") % {"title": title},
        description=(_("The front of %(title)s") % {"title": title})[:255],
    )
    with reading.first_page.open("rb") as file:
        cover.file = ImageFile(file, name=f"forside-{publication.slug}.jpg")
        cover.file_size = reading.first_page.size
        cover.width, cover.height = cover.file.width, cover.file.height
        cover._set_file_hash()
        cover.save()
    reading.cover = cover
    reading.save(update_fields=["cover"])
    return cover
