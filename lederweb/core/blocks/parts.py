"""The simple blocks: words, pictures, files and ways to other pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

# "figure" is a feature of the analytics floor; core only knows its name.
TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "figure"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Section")), ("3", _("Part of a section"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "components/heading.html"

    def get_searchable_content(self, value: Any) -> list[str]:
        """The heading alone: the level's name is no word of the text."""
        return [value["text"]]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    # A table has a caption, too, and another Danish word for it.
    caption = blocks.CharBlock(
        label=pgettext_lazy("of a picture", "Caption"), required=False, max_length=250
    )
    credit = blocks.CharBlock(
        label=_("Credit"),
        required=False,
        max_length=120,
        help_text=_("Who made the picture. Empty: as it says in the picture library."),
    )

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


class KeyFigureBlock(blocks.StructBlock):
    number = blocks.CharBlock(
        label=_("The number"),
        max_length=16,
        help_text=_("As it is to be read: 95.958, 4 out of 10, 12 %."),
    )
    text = blocks.CharBlock(
        label=_("What the number says"),
        max_length=160,
        help_text=_("One sentence, with the period the number is for."),
    )
    source = blocks.CharBlock(label=_("Source"), max_length=250)

    class Meta:
        icon = "order"
        label = _("Pull-out figure")
        template = "components/key_figure.html"


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
