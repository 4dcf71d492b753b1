"""What to read next: an editor's picks, and what is likest, worked out when a page comes out."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable


class Pick(Orderable):
    """A page that an editor wants readers of another to see."""

    page = ParentalKey("publications.ContentPage", on_delete=models.CASCADE, related_name="picks")
    picked = models.ForeignKey(
        "publications.ContentPage",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="picked_by",
    )

    panels = [PageChooserPanel("picked")]


class Gist(models.Model):
    """The words that tell a page from others, in dictionary form, as of its last publishing."""

    page = models.OneToOneField(
        "publications.ContentPage", on_delete=models.CASCADE, primary_key=True, related_name="gist"
    )
    words = ArrayField(models.CharField(max_length=60))
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Whoever shares a word: words && ARRAY[...].
            GinIndex(fields=["words"], name="gist_words"),
        ]

    def __str__(self) -> str:
        return ", ".join(self.words)


class Likeness(models.Model):
    """How like another page is; kept in both directions, for the likest of each page only."""

    page = models.ForeignKey(
        "publications.ContentPage", on_delete=models.CASCADE, related_name="likenesses"
    )
    other = models.ForeignKey(
        "publications.ContentPage", on_delete=models.CASCADE, related_name="+"
    )
    score = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "other"], name="likeness_once"),
            models.CheckConstraint(
                condition=~models.Q(page=models.F("other")), name="likeness_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} – {self.other_id}: {self.score:.1f}"
