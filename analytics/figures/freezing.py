"""Figures of a page stay as they were published, whatever is counted afterwards.

The published row of the page carries the frozen words in its text itself, so that whoever reads it
(page, book, mail, feed) needs no query. Drafts are revisions and carry only which figure is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text.rewriters import extract_attrs

from analytics.figures.mention import Mention, embedded
from analytics.figures.registry import NoValue, UnknownFigure
from analytics.figures.wording import worded
from analytics.models import FigureCorrection, FrozenFigure
from lederweb.core import page_cache
from lederweb.core.templatetags.lederweb import danish_date

FIGURE = re.compile(r'<embed(\b[^>]*\bembedtype="figure"[^>]*)/>')


def mentions_of(page: Page) -> list[Mention]:
    """The figures in the page's texts, each once, in the order they are read."""
    found = (
        Mention.of(extract_attrs(match[1]))
        for text in texts_of(page)
        for match in FIGURE.finditer(text)
    )
    return list(dict.fromkeys(found))


def freeze(page: Page) -> int:
    """Freeze the page's figures and write their words into its published row.

    What was frozen before stays as it is: only a correction changes it. A figure without a value
    is left live. Gives how many stand frozen.
    """
    mentions = mentions_of(page)
    if not mentions:
        return 0
    with transaction.atomic():
        known = {_key(row.wanted): row for row in FrozenFigure.objects.filter(page=page.pk)}
        for mention in mentions:
            wanted = mention.attributes()
            if _key(wanted) in known:
                continue
            try:
                value, shown = mention.value(), mention.shown()
            except (UnknownFigure, NoValue):
                continue
            known[_key(wanted)] = FrozenFigure.objects.create(
                page_id=page.pk,
                wanted=wanted,
                name=value.name,
                value=value.value,
                unit=value.unit,
                definition=value.definition,
                period=value.period,
                source=value.source,
                text=shown.text,
                note=shown.note,
            )
        _write(page, known)
    return len(known)


def correct(*, figure: FrozenFigure, value: int, reason: str, user: Any) -> FigureCorrection:
    """Put a published figure right, with the old one in its note. Raises ValueError for no change."""
    with transaction.atomic():
        figure = FrozenFigure.objects.select_for_update().get(pk=figure.pk)
        if value == figure.value:
            raise ValueError(_("That is the number that stands there already."))
        mention = Mention.of(figure.wanted)
        correction = FigureCorrection.objects.create(
            figure=figure,
            old_value=figure.value,
            old_text=figure.text,
            new_value=value,
            reason=reason,
            made_by=user,
        )
        # A comparison with the year before stands behind the number and stays.
        _number, comma, rest = figure.text.partition(", ")
        figure.value = value
        figure.text = worded(value, mention.rounding) + (comma + rest if mention.compared else "")
        figure.note = " ".join([figure.note, correction_in_words(correction)])
        figure.save(update_fields=["value", "text", "note"])
        page = Page.objects.get(pk=figure.page_id).specific
        rows = FrozenFigure.objects.filter(page=page.pk)
        _write(page, {_key(row.wanted): row for row in rows})
    return correction


def correction_in_words(correction: FigureCorrection) -> str:
    return _("Corrected %(day)s: it said %(before)s. %(reason)s") % {
        "day": danish_date(correction.made_at),
        "before": correction.old_text,
        "reason": correction.reason,
    }


def _key(wanted: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(wanted.items()))


def _write(page: Page, rows: dict[tuple[tuple[str, str], ...], FrozenFigure]) -> None:
    def frozen(match: re.Match[str]) -> str:
        wanted = Mention.of(extract_attrs(match[1])).attributes()
        row = rows.get(_key(wanted))
        return str(embedded(wanted | {"text": row.text, "note": row.note} if row else wanted))

    changed = {}
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            changed[field.name] = FIGURE.sub(frozen, getattr(page, field.name) or "")
        elif isinstance(field, StreamField):
            raw = list(getattr(page, field.name).raw_data)
            changed[field.name] = field.stream_block.to_python(
                _mapped(raw, lambda text: FIGURE.sub(frozen, text))
            )
    type(page)._base_manager.filter(pk=page.pk).update(**changed)
    transaction.on_commit(page_cache.forget_all)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _mapped(one, change) for name, one in value.items()}
    if isinstance(value, list):
        return [_mapped(one, change) for one in value]
    return value


def texts_of(page: Page) -> Iterator[str]:
    """Every string of the page's rich texts and bodies, as the database has it."""
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            yield getattr(page, field.name) or ""
        elif isinstance(field, StreamField):
            yield from _strings(list(getattr(page, field.name).raw_data))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
