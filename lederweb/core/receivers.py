"""What core does when a page comes out, and when it becomes private."""

from __future__ import annotations

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, post_page_move

from lederweb.core.services.hide_pictures import hide_pictures
from lederweb.core.tasks import check_page


@receiver(page_published, dispatch_uid="core-check")
def check_what_came_out(sender: type, instance: Page, **kwargs: object) -> None:
    check_page.delay_on_commit(instance.pk)


@receiver(post_save, sender=PageViewRestriction, dispatch_uid="core-hide-pictures")
def hide_pictures_of_private_pages(
    sender: type, instance: PageViewRestriction, **kwargs: object
) -> None:
    _hide_pictures_below(instance.page)


@receiver(post_page_move, dispatch_uid="core-hide-pictures-moved")
def hide_pictures_of_moved_pages(sender: type, instance: Page, **kwargs: object) -> None:
    if not Page.objects.filter(pk=instance.pk).public().exists():
        _hide_pictures_below(instance)


def _hide_pictures_below(page: Page) -> None:
    below = Page.objects.descendant_of(page, inclusive=True)
    hide_pictures(pages=below.values_list("pk", flat=True))
