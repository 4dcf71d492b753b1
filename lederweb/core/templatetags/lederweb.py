"""Numbers, dates and small parts the Danish way."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext
from wagtail.blocks import StreamValue
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from lederweb.core import visibility
from lederweb.core.fields import partial_date_in_words
from lederweb.lib import danish
from lederweb.lib.periods import MONTH_NAMES

register = template.Library()


@register.filter
def is_public(page: Any) -> bool:
    """Whether a link to the page or document may be shown; what is neither (a sample) always."""
    if isinstance(page, AbstractDocument):
        return visibility.is_public_document(page)
    if page is None or not isinstance(page, Page):
        return bool(page)
    return visibility.is_public(page)


@register.filter
def danish_number(value: float | None, decimals: int = 0) -> str:
    """95958 becomes 95.958; nothing becomes a dash."""
    return "–" if value is None else danish.number(value, decimals)


@register.filter
def danish_date(value: dt.date | dt.datetime | None) -> str:
    """1. marts 2017."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value)
    return f"{value.day}. {MONTH_NAMES[value.month - 1]} {value.year}"


@register.filter
def danish_time(value: dt.datetime | dt.time | None) -> str:
    """kl. 9.30."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, dt.datetime) else value
    return f"kl. {local.hour}.{local.minute:02d}"


@register.filter
def partial_date(value: str) -> str:
    """2013, maj 2013 or 3. maj 2013."""
    return partial_date_in_words(value) if value else ""


@register.filter
def minutes(value: int | None) -> str:
    """4 min."""
    if not value:
        return ""
    return ngettext("%(count)d min.", "%(count)d min.", value) % {"count": value}


@register.filter
def file_size(value: int | None) -> str:
    """2,1 MB or 640 KB; nothing becomes nothing."""
    return danish.file_size(value) if value else ""


@register.filter
def clock(seconds: float | None) -> str:
    """75 seconds become 1.15, the way Danes write a playing time."""
    whole = int(seconds or 0)
    hours, rest = divmod(whole, 3600)
    if hours:
        return f"{hours}.{rest // 60:02d}.{rest % 60:02d}"
    return f"{rest // 60}.{rest % 60:02d}"


@register.filter
def anchor(value: str) -> str:
    """The id of a heading, so that a table of contents can lead to it."""
    return danish.slugify(value)


@register.filter
def json_ld(data: dict[str, Any]) -> SafeString:
    """Structured data (schema.org) as JSON that can stand inside a script element.

    `<`, `>` and `&` are written as escapes, so that no text can end the element.
    """
    text = json.dumps(data, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)  # noqa: S308 (escaped above)


@register.filter
def headings(body: StreamValue) -> list[dict[str, str]]:
    """The sections of a body as {text, anchor}, for its table of contents."""
    return [
        {"text": block.value["text"], "anchor": anchor(block.value["text"])}
        for block in body
        if block.block_type == "heading" and block.value["level"] == "2"
    ]
