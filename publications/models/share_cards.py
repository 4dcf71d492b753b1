"""The picture that is shown where a page is shared: drawn once, when the page comes out."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

WIDTH, HEIGHT = 1200, 630  # what Facebook and LinkedIn ask for


def place_of(card: ShareCard, filename: str) -> str:
    """A name nobody can guess, so that a card tells nothing of a page before it is public.

    Below images/, which is what a server hands out without asking anybody.
    """
    return f"images/deling/{card.page_id}-{secrets.token_hex(6)}.jpg"


class ShareCard(models.Model):
    """Title, kind and Væksthus of a page, with its picture where it has one."""

    page = models.OneToOneField(
        "publications.ContentPage",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="share_card",
    )
    file = models.FileField(upload_to=place_of)
    # Of all that was drawn; another one means that the card is out of date.
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    width, height = WIDTH, HEIGHT

    def __str__(self) -> str:
        return f"{self.page_id}: {self.file.name}"

    @cached_property
    def full_url(self) -> str:
        url: str = self.file.url
        return url if url.startswith("http") else f"{settings.BASE_URL}{url}"
