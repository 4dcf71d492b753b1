"""What the publications floor does when pages come out or go."""

from __future__ import annotations

from django.core.cache import cache
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from publications.models import ContentPage
from publications.tasks import prepare_page

# More than this within a minute is an import, not an editor; the beat job takes it in its stride.
ANNOUNCED_A_MINUTE = 20
_COUNT = "publications-announced"


@receiver([page_published, page_unpublished], dispatch_uid="publications-prepare")
def prepare_what_came_out(sender: type, instance: object, **kwargs: object) -> None:
    if isinstance(instance, ContentPage) and not _too_many():
        prepare_page.delay_on_commit(instance.pk)


def _too_many() -> bool:
    cache.add(_COUNT, 0, timeout=60)
    try:
        return cache.incr(_COUNT) > ANNOUNCED_A_MINUTE
    except (TypeError, ValueError):  # the cache is away, or has just forgotten
        return False
