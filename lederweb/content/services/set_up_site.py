"""Contact line, menus and footer, and the partners: what stands around the pages."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction
from wagtail.models import Site

from lederweb.content.services.demonstration import Load
from lederweb.content.services.index_at_once import one_piece
from projects.models import Partner


def add_partners(*, demonstration: Load) -> None:
    """Add the partners that are missing, found by name."""
    made = 0
    for entry in demonstration.library.partners:
        if not Partner.objects.filter(name=entry["name"]).exists():
            with one_piece():
                Partner.objects.create(
                    name=entry["name"],
                    url=entry["url"],
                    description=entry["description"],
                    joined_on=entry["joined"],
                    left_on=entry["left"],
                )
            made += 1
    demonstration.report("Partners", made, len(demonstration.library.partners) - made)


def set_up_site(*, demonstration: Load) -> None:
    """Fill the site settings once; later they are the editors'."""
    front = demonstration.library.front
    site = Site.objects.get(is_default_site=True)
    model = apps.get_model("pages.SiteSettings")
    with transaction.atomic():
        settings = model.for_site(site)
        if settings.menu_items.exists() and not demonstration.refresh:
            demonstration.report("Contact line and menus", 0, 1)
            return
        footer = front["footer"]
        settings.organisation = footer["name"]
        settings.address, settings.phone = footer["address"], footer["phone"]
        settings.email = footer["email"]
        settings.newsletter_pitch = front["newsletter"]["lead"]
        settings.menu_items = _links("pages.MenuItem", front["menu"], demonstration)
        settings.footer_items = _links("pages.FooterItem", front["footer_menu"], demonstration)
        settings.save()
    demonstration.report("Contact line and menus", 1, 0)


def _links(model: str, entries: list[dict[str, Any]], demonstration: Load) -> list[Any]:
    return [
        apps.get_model(model)(
            page_id=demonstration.pages[entry["path"]], text=entry["title"], sort_order=order
        )
        for order, entry in enumerate(entries)
    ]
