"""What an editor decides about a path without a page."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from lederweb.pages.models import NotFoundPath
from lederweb.pages.old_addresses import find_target
from publications.old_addresses import public_pages


class CannotPoint(Exception):
    """The path cannot lead there; the text says why."""


@transaction.atomic
def point(*, path_id: int, user: Any, page: Page | None = None, link: str = "") -> NotFoundPath:
    """Make a redirect from the path to a page or to a link; it works at once.

    Raises CannotPoint for a page that readers cannot see, and for a link that leads back.
    """
    row = NotFoundPath.objects.select_for_update().get(pk=path_id)
    if page is not None and not public_pages().filter(pk=page.pk).exists():
        raise CannotPoint(_("Readers cannot see that page: it is not published, or it is private."))
    Redirect.objects.filter(old_path=row.path, site=None).delete()
    row.redirect = Redirect.objects.create(
        old_path=row.path, redirect_page=page, redirect_link="" if page else link
    )
    if link and find_target(row.path) is None:
        raise CannotPoint(_("That address leads back to where it came from."))
    return _decide(row, NotFoundPath.State.POINTED, user)


@transaction.atomic
def dismiss(*, path_id: int, user: Any) -> NotFoundPath:
    """Leave the path as it is: it is counted on, but asks nobody any more."""
    row = NotFoundPath.objects.select_for_update().get(pk=path_id)
    return _decide(row, NotFoundPath.State.DISMISSED, user)


@transaction.atomic
def undo(*, path_id: int) -> NotFoundPath:
    """Take the decision back, the redirect with it."""
    row = NotFoundPath.objects.select_for_update().get(pk=path_id)
    if row.redirect_id is not None:
        Redirect.objects.filter(pk=row.redirect_id).delete()
    row.redirect = row.decided_at = row.decided_by = None
    row.state = NotFoundPath.State.OPEN
    row.save()
    return row


def _decide(row: NotFoundPath, state: str, user: Any) -> NotFoundPath:
    row.state, row.decided_at, row.decided_by = state, timezone.now(), user
    row.save()
    return row
