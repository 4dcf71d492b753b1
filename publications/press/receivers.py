"""What calls for files and readings: pages coming out or going, and documents being saved."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from lederweb.core.models import CustomDocument
from publications.models import ChapterPage, ContentPage, MadeFile, PublicationPage
from publications.press.tasks import read_uploaded_document
from publications.services.give_cover import give_cover
from publications.services.read_pdf import find_anew, want_reading
from publications.services.want_files import (
    renew_web_edition,
    want_catalogue,
    want_web_edition,
    withhold_files,
)


def _call_for_files(page: Page) -> None:
    page = page.specific
    if isinstance(page, ChapterPage):
        above = PublicationPage.objects.parent_of(page).values_list("pk", flat=True).first()
        if above:
            want_web_edition(publication_id=above)
    elif isinstance(page, PublicationPage) and page.numchild:
        want_web_edition(publication_id=page.pk)
    if isinstance(page, ContentPage):
        want_catalogue()


@receiver(
    [page_published, page_unpublished, page_slug_changed, post_page_move],
    dispatch_uid="publications-press-pages",
)
def pages_came_or_went(sender: type, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, PublicationPage) and instance.live:
        give_cover(publication=instance)
    _call_for_files(instance)


@receiver(post_delete, sender=ChapterPage, dispatch_uid="publications-press-chapter-gone")
def chapter_is_gone(sender: type, instance: ChapterPage, **kwargs: Any) -> None:
    above = PublicationPage.objects.filter(path=instance.path[: -instance.steplen]).first()
    if above:
        renew_web_edition(publication_id=above.pk)


@receiver(post_delete, sender=ContentPage, dispatch_uid="publications-press-release-gone")
def release_is_gone(sender: type, instance: ContentPage, **kwargs: Any) -> None:
    want_catalogue()


@receiver(post_delete, sender=MadeFile, dispatch_uid="publications-press-file-gone")
def made_file_is_gone(sender: type, instance: MadeFile, **kwargs: Any) -> None:
    CustomDocument.objects.filter(pk=instance.document_id).delete()


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="press-restriction")
def privacy_changed(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    """What is private from now on leaves the catalogue and the web edition, and comes back."""
    want_catalogue()
    for publication in PublicationPage.objects.ancestor_of(instance.page, inclusive=True):
        want_web_edition(publication_id=publication.pk)
    for publication in PublicationPage.objects.descendant_of(instance.page):
        want_web_edition(publication_id=publication.pk)
    if kwargs["signal"] is post_save:
        below = Page.objects.descendant_of(instance.page, inclusive=True)
        withhold_files(pages=below.values_list("pk", flat=True))


@receiver(
    [post_save, post_delete], sender=CollectionViewRestriction, dispatch_uid="press-collection"
)
def privacy_of_collection_changed(
    sender: type, instance: CollectionViewRestriction, **kwargs: Any
) -> None:
    _find_anew_below(instance.collection)


# Saved before it is moved, both in one transaction.
@receiver(post_save, sender=Collection, dispatch_uid="press-collection-moved")
def collection_was_moved(sender: type, instance: Collection, **kwargs: Any) -> None:
    if not kwargs["created"]:
        _find_anew_below(instance)


def _find_anew_below(collection: Collection) -> None:
    """The words of documents that became private leave the search, and come back."""
    below = collection.get_descendants(inclusive=True)
    find_anew(CustomDocument.objects.filter(collection__in=below))


@receiver(post_save, sender=CustomDocument, dispatch_uid="publications-press-document")
def document_was_saved(sender: type, instance: CustomDocument, **kwargs: Any) -> None:
    if kwargs.get("update_fields"):
        return
    find_anew(CustomDocument.objects.filter(pk=instance.pk))  # it may lie in another collection
    reading = want_reading(document=instance)
    if reading:
        read_uploaded_document.delay_on_commit(reading.pk)
