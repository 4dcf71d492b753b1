"""Figures as they were when the page they stand on was published, and what was corrected since."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FrozenFigure(models.Model):
    """One figure on one page. `wanted` is the mention in the text: figure, days and rounding."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    wanted = models.JSONField(_("figure in the text"))
    name = models.CharField(_("name"), max_length=250)
    value = models.BigIntegerField(_("value"))
    unit = models.CharField(_("unit"), max_length=20)
    definition = models.TextField(_("definition"))
    period = models.CharField(_("period"), max_length=120)
    source = models.CharField(_("source"), max_length=250)
    # What the reader gets: the words in the text and the note that opens.
    text = models.CharField(_("in the text"), max_length=250)
    note = models.TextField(_("note"))
    frozen_at = models.DateTimeField(_("frozen"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("frozen figure")
        verbose_name_plural = _("frozen figures")
        ordering = ["page", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "wanted"], name="analytics_frozen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.period}: {self.text}"


class FigureCorrection(models.Model):
    """A published figure that was put right: what stood there, what stands there now, and why."""

    figure = models.ForeignKey(FrozenFigure, on_delete=models.CASCADE, related_name="corrections")
    old_value = models.BigIntegerField(_("before"))
    old_text = models.CharField(_("before, in the text"), max_length=250)
    new_value = models.BigIntegerField(_("now"))
    reason = models.CharField(_("why"), max_length=250)
    made_at = models.DateTimeField(_("corrected"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("correction of a figure")
        verbose_name_plural = _("corrections of figures")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.figure}: {self.old_value} → {self.new_value}"
