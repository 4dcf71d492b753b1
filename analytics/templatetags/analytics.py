"""What lower floors and templates take from analytics by name."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from analytics.most_read import most_read as most_read_pages

register = template.Library()


@register.inclusion_tag("analytics/beacon.html", takes_context=True)
def beacon(context: Context, page: Any = None) -> dict[str, Any]:
    """Counts that this page is shown: `{% beacon page %}`, at the end of the body.

    Nothing in a preview. `page` may be missing where an address is no page.
    """
    request = context.get("request")
    return {
        "is_counted": not getattr(request, "is_preview", False),
        "page_id": getattr(page, "pk", None) or "",
        "path": request.path if request else "",
    }


@register.simple_tag
def most_read(count: int, topic: Any = None) -> list[Any]:
    """`{% most_read 5 as pages %}` or `{% most_read 5 topic=page as pages %}`; one query.

    What was viewed most in the last 30 days, most first; empty while nothing has been counted.
    """
    return most_read_pages(count, topic=topic)
