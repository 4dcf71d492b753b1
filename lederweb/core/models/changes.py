"""Changes that the page cache has not been told of."""

from django.db import models


class UntoldChange(models.Model):
    """Something was published while the cache was away.

    Each row means: start a new generation as soon as the cache answers (`core.forget_pages`).
    """

    noted_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.noted_at:%Y-%m-%d %H:%M}"
