"""The blocks an editor builds a text from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

# "figure" is a feature of the analytics floor; core only knows its name.
TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Section")), ("3", _("Part of a section"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "components/heading.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "components/picture_block.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"), max_length=600)
    role = blocks.CharBlock(
        label=_("Role"),
        max_length=120,
        help_text=_("Who says it, by role: HR manager, head of a nursing home."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "components/quote.html"


class FactBoxBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=250)

    class Meta:
        icon = "info-circle"
        label = _("Fact box")
        template = "components/fact_box.html"


class QuestionsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120, default="Spørgsmål til ledelsen")
    questions = blocks.ListBlock(blocks.TextBlock(label=_("Question")), label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions to discuss")
        template = "components/questions.html"


class DocumentsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents"))

    class Meta:
        icon = "doc-full"
        label = _("Files to download")
        template = "components/documents.html"


class PageLinkBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label=_("Page"))
    text = blocks.CharBlock(
        label=_("Why follow it"),
        required=False,
        max_length=200,
    )

    class Meta:
        icon = "link"
        label = _("Call-out to another page")
        template = "components/page_link.html"


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
