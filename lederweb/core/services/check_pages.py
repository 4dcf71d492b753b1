"""Keeping the list of what published pages lack."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import translation
from wagtail.models import Page

from lederweb.core.content_checks import findings
from lederweb.core.models import BasePage, PageFinding

AT_A_TIME = 200


def check_page(*, page_id: int) -> None:
    """Note anew what the page lacks; nothing if it is not published. May run twice."""
    _check([page_id])


def check_all_pages() -> None:
    """The same for every page, a few hundred at a time."""
    numbers = list(Page.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), AT_A_TIME):
        _check(numbers[start : start + AT_A_TIME])


def _check(numbers: Iterable[int]) -> None:
    pages = Page.objects.live().filter(pk__in=numbers).specific()
    with translation.override(settings.LANGUAGE_CODE):
        found = [
            PageFinding(page_id=page.pk, code=code)
            for page in pages
            if isinstance(page, BasePage)
            for code in dict.fromkeys(finding.check.code for finding in findings(page))
        ]
    with transaction.atomic():
        # In a fixed order, so that two at once wait for each other instead of crossing.
        rows = Page.objects.filter(pk__in=numbers).order_by("pk").select_for_update()
        list(rows.values_list("pk"))
        PageFinding.objects.filter(page__in=numbers).delete()
        PageFinding.objects.bulk_create(found)
