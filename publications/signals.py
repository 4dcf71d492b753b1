"""What the publications floor does when pages come out or go."""

from __future__ import annotations

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from publications.models import ContentPage
from publications.tasks import prepare_page


@receiver([page_published, page_unpublished], dispatch_uid="publications-prepare")
def prepare_what_came_out(sender: type, instance: object, **kwargs: object) -> None:
    if isinstance(instance, ContentPage):
        prepare_page.delay_on_commit(instance.pk)
