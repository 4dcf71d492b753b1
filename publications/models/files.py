"""Files that tasks make of pages, and what tasks read in files."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lederweb.core.page_cache import shown_on_pages


class MadeFileQuerySet(models.QuerySet):
    def handed_out(self) -> Self:
        """Those that are there, and tell of nothing that has become private since."""
        return self.exclude(document=None).exclude(content_key="").select_related("document")


@shown_on_pages
class MadeFile(models.Model):
    """A file made of pages: a web edition as PDF or EPUB, or the catalogue.

    The row is the wish, the claim and the result in one. The file that is there stays until a
    new one is ready.
    """

    class What(models.TextChoices):
        PDF = "pdf", _("PDF")
        EPUB = "epub", _("EPUB")
        CATALOGUE = "catalogue", _("Catalogue")

    what = models.CharField(_("file"), max_length=10, choices=What)
    # None for the catalogue.
    publication = models.ForeignKey(
        "publications.PublicationPage",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="made_files",
    )
    # The first and the last time something was published since the file was made.
    wanted_since = models.DateTimeField(null=True, blank=True)
    wanted_at = models.DateTimeField(null=True, blank=True, db_index=True)
    started_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(_("what went wrong"), blank=True)
    # Of everything that goes into the file: the same content is not made twice. Empty while some of
    # that is private: then the file is made anew before anybody gets it.
    content_key = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    document = models.OneToOneField(
        "core.CustomDocument",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="made_file",
    )

    objects = MadeFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("made file")
        verbose_name_plural = _("made files")
        constraints = [
            models.UniqueConstraint(
                fields=["what", "publication"], nulls_distinct=False, name="one_made_file_of_each"
            )
        ]

    def __str__(self) -> str:
        whose = self.publication or _("the catalogue")
        return f"{self.get_what_display()}: {whose}"

    @property
    def is_being_made(self) -> bool:
        return self.wanted_at is not None


class PdfReading(models.Model):
    """What was found in an uploaded PDF: its pages, its text and its first page as a picture."""

    class Fault(models.TextChoices):
        EMPTY = "empty", _("The file is empty. Save it again and upload it once more.")
        OTHER = (
            "other",
            _(
                "The file is called .pdf but has something else in it. "
                "Save it as a PDF and upload it once more."
            ),
        )
        LOCKED = (
            "locked",
            _("The PDF is locked with a password. Save it without one and upload it once more."),
        )
        BROKEN = (
            "broken",
            _("The PDF is damaged and cannot be opened. Make it anew and upload it once more."),
        )
        HEAVY = (
            "heavy",
            _(
                "The PDF takes too much time or memory to read. "
                "Save it as a smaller file and upload it once more."
            ),
        )
        AWAY = "away", _("The file is no longer there. Upload it once more.")

    document = models.OneToOneField(
        "core.CustomDocument", on_delete=models.CASCADE, related_name="reading"
    )
    # The name of the file that was read, or is to be; another upload has another name.
    source = models.CharField(max_length=255)
    wanted_at = models.DateTimeField(null=True, blank=True, default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=10, choices=Fault, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    is_tagged = models.BooleanField(null=True, blank=True)
    text = models.TextField(blank=True)
    first_page = models.FileField(upload_to="first-pages", blank=True)
    # The first page in the library of pictures, once it became a publication's cover.
    cover = models.ForeignKey(
        "core.CustomImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("reading of a PDF")

    def __str__(self) -> str:
        return str(self.document)
