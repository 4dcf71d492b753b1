"""Readers' word: whether what they read was of use."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publications.querysets import AnswerQuerySet


class Answer(models.Model):
    """One reader's answer under one page. Neither who nor when in the day is kept."""

    class Use(models.TextChoices):
        YES = "yes", pgettext_lazy("Could you use it?", "Yes")
        PARTLY = "partly", pgettext_lazy("Could you use it?", "Partly")
        NO = "no", pgettext_lazy("Could you use it?", "No")

    MOST_CHARACTERS = 400

    page = models.ForeignKey(
        "publications.ContentPage",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="answers",
    )
    use = models.CharField(_("answer"), max_length=10, choices=Use)
    remark = models.CharField(_("remark"), max_length=MOST_CHARACTERS, blank=True)
    day = models.DateField(_("day"), db_index=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader's answer")
        verbose_name_plural = _("readers' answers")
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.get_use_display()
