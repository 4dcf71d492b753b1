"""Making the files that were wished for, each once however often it was wished for."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Collection

from lederweb.core.models import CustomDocument
from lederweb.core.page_cache import forget_all
from publications.models import MadeFile, PublicationPage
from publications.press.book import CannotBeMade, read_book
from publications.press.catalogue import catalogue_pdf, read_catalogue
from publications.press.epub import book_epub
from publications.press.typeset import Made, book_pdf

logger = logging.getLogger(__name__)

# A file is made when nothing was published for so long, or when somebody has waited so long.
QUIET = {
    MadeFile.What.PDF: dt.timedelta(seconds=20),
    MadeFile.What.EPUB: dt.timedelta(seconds=20),
    MadeFile.What.CATALOGUE: dt.timedelta(minutes=2),
}
LONGEST_WAIT = dt.timedelta(minutes=10)
# A worker that has not finished by then was killed; setting a file takes seconds.
ABANDONED = dt.timedelta(minutes=10)
TRIES = 3
TRY_AGAIN_AFTER = dt.timedelta(minutes=5)
# Where editors find what was made, apart from what they uploaded.
COLLECTION = "Lavet af Lederweb"
FOLDER = "made"


@dataclass(frozen=True)
class _Plan:
    """What is to be made, under which name, and how."""

    key: str
    name: str
    title: str
    make: Callable[..., Made]


def make_files(*, now: dt.datetime | None = None) -> int:
    """Make every file whose time has come; returns how many were looked after.

    With `now` an hour ahead nobody waits for quiet, as the demonstration does.
    """
    now = now or timezone.now()
    done = 0
    for file in MadeFile.objects.filter(wanted_at__isnull=False).order_by("wanted_since", "pk"):
        if _is_due(file, now) and _claim(file):
            with translation.override(settings.LANGUAGE_CODE):
                _look_after(file)
            done += 1
    return done


def _is_due(file: MadeFile, now: dt.datetime) -> bool:
    if file.wanted_at is None or file.wanted_at > now:
        return False
    quiet = now - file.wanted_at >= QUIET[MadeFile.What(file.what)]
    return quiet or (file.wanted_since is not None and now - file.wanted_since >= LONGEST_WAIT)


def _claim(file: MadeFile) -> bool:
    """Whether the file is ours to make; who comes second yields."""
    now = timezone.now()
    free = Q(started_at=None) | Q(started_at__lt=now - ABANDONED)
    rows = MadeFile.objects.filter(free, pk=file.pk, wanted_at=file.wanted_at)
    return rows.update(started_at=now) == 1


def _look_after(file: MadeFile) -> None:
    try:
        plan = _plan(file)
        if plan is None:
            _take_away(file)
            return
        if file.document_id is None or file.content_key != plan.key:
            moment = timezone.now().replace(microsecond=0)
            _keep(file, plan, plan.make(at=moment), moment)
    except CannotBeMade as fault:
        _finish(file, reason=str(fault))
    except Exception:  # whatever it is, the editor sees it and the next file is made
        logger.exception("%s could not be made", file)
        _try_again(file)
    else:
        _finish(file, reason="")


def _plan(file: MadeFile) -> _Plan | None:
    """None when there is nothing to make a file of (any more)."""
    if file.what == MadeFile.What.CATALOGUE:
        catalogue = read_catalogue()
        title = _("Catalogue of everything released")
        make: Callable[..., Made] = partial(catalogue_pdf, catalogue)
        return _Plan(catalogue.key(), "katalog.pdf", title, make) if catalogue.sections else None
    page = PublicationPage.objects.live().public().filter(pk=file.publication_id).first()
    book = read_book(page) if page else None
    if page is None or book is None:
        return None
    if file.what == MadeFile.What.PDF:
        return _Plan(book.key(), f"{page.slug}-webudgave.pdf", page.title, partial(book_pdf, book))
    return _Plan(book.key(), f"{page.slug}.epub", page.title, partial(book_epub, book))


def _keep(file: MadeFile, plan: _Plan, made: Made, moment: dt.datetime) -> None:
    """Put the new file in the place of the old one, under the same address."""
    with transaction.atomic():
        document = CustomDocument.objects.filter(pk=file.document_id).first()
        if document is None:
            document = CustomDocument(collection=_collection())
        old, storage = document.file.name, document.file.storage
        document.title = plan.title
        # A folder for each content, so that the name in the address stays the same.
        path = f"{FOLDER}/{plan.key[:16]}/{plan.name}"
        document.file = storage.save(path, ContentFile(made.content))
        document.file_size = len(made.content)
        document.page_count = made.pages
        document.file_hash = ""
        document._set_file_hash()
        # What was found in the file before says nothing of this one; a PDF is looked at again.
        document.accessibility = document.Accessibility.UNCHECKED
        document.accessibility_checked_on = None
        document.accessibility_lacks = []
        document.save()
        file.document, file.made_at = document, moment
        file.save(update_fields=["document", "made_at"])
        # What was published or withheld meanwhile makes it out of date, so it does not get its key.
        rows = MadeFile.objects.filter(pk=file.pk, wanted_at=file.wanted_at)
        rows.update(content_key=plan.key)
        if old:
            transaction.on_commit(lambda: storage.delete(old))


def _collection() -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)


def _take_away(file: MadeFile) -> None:
    """Nothing public is left to make it of; unless something was published meanwhile."""
    if file.document:
        file.document.delete()
    MadeFile.objects.filter(pk=file.pk, wanted_at=file.wanted_at).delete()
    MadeFile.objects.filter(pk=file.pk).update(started_at=None)


def _finish(file: MadeFile, *, reason: str) -> None:
    rows = MadeFile.objects.filter(pk=file.pk)
    rows.update(started_at=None, reason=reason)
    # Who published meanwhile has set another moment, and the file is made once more.
    rows.filter(wanted_at=file.wanted_at).update(wanted_at=None, wanted_since=None)
    forget_all()  # the publication's page shows the size of the file


def _try_again(file: MadeFile) -> None:
    tries = file.tries + 1
    later = timezone.now() + TRY_AGAIN_AFTER if tries < TRIES else None
    MadeFile.objects.filter(pk=file.pk, wanted_at=file.wanted_at).update(
        wanted_at=later,
        wanted_since=later,
        tries=tries,
        reason=_("Something went wrong on our side. The administrator can see what in the log."),
    )
    MadeFile.objects.filter(pk=file.pk).update(started_at=None)
