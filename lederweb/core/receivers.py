"""What core does when a page comes out."""

from __future__ import annotations

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from lederweb.core.tasks import check_page


@receiver(page_published, dispatch_uid="core-check")
def check_what_came_out(sender: type, instance: Page, **kwargs: object) -> None:
    check_page.delay_on_commit(instance.pk)
