"""What the publications floor does when pages come out or go."""

from __future__ import annotations

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction
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


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="publications-privacy")
def prepare_what_became_private(
    sender: type, instance: PageViewRestriction, **kwargs: object
) -> None:
    """The card of a page that is private goes, and that of a page that is not comes back."""
    pages = ContentPage.objects.live().descendant_of(instance.page, inclusive=True)
    for number in pages.values_list("pk", flat=True):
        prepare_page.delay_on_commit(number)
