"""What the importer remembers of each page it has written."""

from __future__ import annotations

from django.db import models


class ImportedPage(models.Model):
    """One page of the old site: which page it is here, and what was last written to it.

    The page's number is reserved before anything is written, so that pages can link to each
    other in whatever order they come, and an import that is killed goes on with the same ones.
    """

    kind = models.CharField(max_length=20)
    old_id = models.CharField(max_length=40)
    # No foreign key: the page may not be written yet, and an editor may delete it.
    page_id = models.PositiveIntegerField(unique=True)
    # Of the row and its files; empty until the page is written.
    digest = models.CharField(max_length=64, blank=True)
    # The page's revision as the import left it. Another one is an editor's.
    revision_id = models.BigIntegerField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "old_id"], name="imported_page_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.old_id}"
