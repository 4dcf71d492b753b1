"""The rich-text feature "figure": an entity in the editor, an embed in the database."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    KEEP_WHITESPACE,
    InlineEntityElementHandler,
)
from wagtail.rich_text import EmbedHandler

from analytics.figures.mention import Mention, Shown
from analytics.figures.registry import NoValue, UnknownFigure

NAME, ENTITY = "figure", "FIGURE"


class FigureHandler(EmbedHandler):
    """A frozen figure is shown from what stands in the text; a live one is asked for."""

    identifier = NAME

    @staticmethod
    def expand_db_attributes(attrs: dict[str, str]) -> str:
        if "text" in attrs:
            return str(Shown(attrs["text"], attrs.get("note", "")).html())
        try:
            return str(Mention.of(attrs).shown().html())
        except (UnknownFigure, NoValue):
            # Beside a draft, the checks say why.
            missing = escape(_("[figure missing]"))
            return f"<strong>{missing}</strong>"


class FigureElement(InlineEntityElementHandler):
    """From the database into the editor."""

    mutability = "IMMUTABLE"

    def __init__(self) -> None:
        super().__init__(ENTITY)

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        return entity_data(Mention.of(attrs))

    def handle_starttag(self, name: str, attrs: Any, state: Any, contentstate: Any) -> None:
        super().handle_starttag(name, attrs, state, contentstate)
        state.current_block.text += entity_data(Mention.of(dict(attrs)))["text"]
        state.leading_whitespace = KEEP_WHITESPACE


def entity_data(mention: Mention) -> dict[str, str]:
    """What the editor holds of a figure: which it is, and the words to show."""
    try:
        shown = mention.shown()
    except (UnknownFigure, NoValue) as error:
        shown = Shown(str(_("[figure missing]")), str(error))
    return mention.attributes() | {"text": shown.text, "note": shown.note}


def figure_element(props: dict[str, Any]) -> Any:
    """From the editor into the database: only which figure is meant."""
    names = ("figure", "from", "to", "rounding", "compared")
    wanted = Mention.of({name: props.get(name) or "" for name in names}).attributes()
    return DOM.create_element("embed", {"embedtype": NAME} | wanted)
