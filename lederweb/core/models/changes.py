"""Changes that the page cache has not been told of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UntoldChange(models.Model):
    """Something was published while the cache was away.

    Each row means: start a new generation as soon as the cache answers (`core.forget_pages`).
    """

    noted_at = models.DateTimeField(_("noted"), auto_now_add=True)

    class Meta:
        verbose_name = _("change the page cache has missed")
        verbose_name_plural = _("changes the page cache has missed")

    def __str__(self) -> str:
        return f"{self.noted_at:%Y-%m-%d %H:%M}"
