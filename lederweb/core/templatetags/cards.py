"""Pages shown as cards: each is rendered once for as long as nothing is published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import prefetch_related_objects
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from lederweb.core.page_cache import remembered_many

register = template.Library()


@register.simple_tag
def rendered_cards(
    pages: Iterable[Any], component: str = "components/card.html", **parameters: Any
) -> list[SafeString]:
    """The pages through the component, in their order.

    Pages without a number (the samples of the style guide) are rendered each time.
    """
    pages = list(pages)
    if not pages or getattr(pages[0], "pk", None) is None:
        return [_render(component, page, parameters) for page in pages]
    how = "|".join(f"{name}={value}" for name, value in sorted(parameters.items()) if value)
    by_name = {f"{component}:{get_language()}:{page.pk}:{how}": page for page in pages}

    def build(missing: list[str]) -> dict[str, SafeString]:
        wanted = [by_name[name] for name in missing]
        if parameters.get("variant") != "compact" and hasattr(wanted[0], "picture_id"):
            prefetch_related_objects(wanted, "picture__renditions")
        return {name: _render(component, by_name[name], parameters) for name in missing}

    cards = remembered_many(by_name, build)
    return [cards[name] for name in by_name]


def _render(component: str, page: Any, parameters: dict[str, Any]) -> SafeString:
    return mark_safe(get_template(component).render({"page": page, **parameters}).strip())  # noqa: S308 (a template of ours, which escapes)
