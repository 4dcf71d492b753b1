"""The blocks an editor builds a text from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .embeds import EmbedBlock
from .parts import (
    TEXT_FEATURES,
    DocumentsBlock,
    FactBoxBlock,
    HeadingBlock,
    KeyFigureBlock,
    PageLinkBlock,
    PictureBlock,
    QuestionsBlock,
    QuoteBlock,
)
from .tables import TableBlock

__all__ = ["BODY_HELP", "TEXT_FEATURES", "BodyBlock", "words_in"]

# Below the heading of an empty body there is only a plus.
BODY_HELP = _("Press the plus and choose what comes: text, a picture, a quote …")


class BodyBlock(blocks.StreamBlock):
    """A body of text. Each block's template takes the block's value as `self`."""

    text = blocks.RichTextBlock(
        label=_("Text"), features=TEXT_FEATURES, template="components/text.html"
    )
    heading = HeadingBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    fact_box = FactBoxBlock()
    questions = QuestionsBlock()
    table = TableBlock()
    key_figure = KeyFigureBlock()
    embed = EmbedBlock()
    documents = DocumentsBlock()
    page_link = PageLinkBlock()

    class Meta:
        label = _("Body")


def words_in(value: blocks.StreamValue) -> int:
    """The number of words a reader reads in a body."""
    return sum(
        len(text.split())
        for child in value
        for text in child.block.get_searchable_content(child.value)
    )
