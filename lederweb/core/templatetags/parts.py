"""Parts of templates that are the same on many pages, rendered once while nothing is published."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lederweb.core.page_cache import remembered

register = template.Library()


class PartNode(template.Node):
    def __init__(self, nodelist: NodeList, names: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.names = names

    def render(self, context: Context) -> SafeString:
        names = [name.resolve(context) for name in self.names]
        is_preview = getattr(context.get("request"), "is_preview", False)
        if is_preview or None in names:
            return self.nodelist.render(context)
        name = ":".join(map(str, [*names, get_language()]))
        return remembered(f"part:{name}", lambda: self.nodelist.render(context))


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """`{% part "head" %}…{% endpart %}`: what stands within is kept under the name.

    Further arguments belong to the name: whatever the content depends on besides the language.
    They are a page's key or few, and nothing that a reader writes. With None among them (the key
    of a sample that was never saved), and in an editor's preview, nothing is kept.
    """
    names = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    if not names:
        raise template.TemplateSyntaxError("A part needs a name.")
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(nodelist, names)
