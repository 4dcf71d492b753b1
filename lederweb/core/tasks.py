"""Core's background work."""

from celery import shared_task
from django.core.exceptions import ObjectDoesNotExist
from django.core.management import call_command
from django.utils.module_loading import import_string

from lederweb.core import page_cache
from lederweb.core.services import check_pages as checking


@shared_task(name="core.run_wagtail_task")
def run_wagtail_task(path: str, args: list, kwargs: dict) -> None:
    """Run one task of the `TASKS` framework, named by its dotted path.

    What it concerned may have been deleted since; then there is nothing left to do.
    """
    try:
        import_string(path).func(*args, **kwargs)
    except ObjectDoesNotExist:
        return


@shared_task(name="core.publish_scheduled")
def publish_scheduled() -> None:
    """Publish and expire what editors have scheduled. Runs every minute."""
    call_command("publish_scheduled", verbosity=0)


@shared_task(name="core.forget_pages")
def forget_pages() -> None:
    """Tell the page cache of what was published while it was away. Runs every minute."""
    page_cache.forget_what_waits()


@shared_task(name="core.check_page")
def check_page(page_id: int) -> None:
    """Note what a page lacks. Started when it is published."""
    checking.check_page(page_id=page_id)


@shared_task(name="core.check_pages")
def check_pages() -> None:
    """The same for all pages: days go by and pictures change. Runs at 4.10 every night."""
    checking.check_all_pages()
