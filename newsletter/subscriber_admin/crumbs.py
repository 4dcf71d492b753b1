"""The way back from a page of subscribers in the admin."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from newsletter.models import Subscriber


def crumbs(title: Any, subscriber: Subscriber | None = None) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = [
        {"url": reverse("newsletter_subscribers:index"), "label": _("Subscribers")}
    ]
    if subscriber is not None:
        url = reverse("newsletter_subscribers:inspect", args=[subscriber.pk])
        items.append({"url": url, "label": subscriber.email})
    return [*items, {"url": "", "label": title}]
