"""What published pages lack, kept so that a report over all of them is one query."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PageFinding(models.Model):
    """A check (`lederweb.core.content_checks`) that a published page did not pass."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(_("what is missing"), max_length=20)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [models.UniqueConstraint(fields=["page", "code"], name="finding_once")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.code}"
