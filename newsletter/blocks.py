"""What an editor can put into an issue before and after its items.

Each kind has three templates of the same name: `components/` for the page in the archive (the
block's own), `emails/issue/blocks/` for the mail, as .mjml and as .txt.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from lederweb.core.blocks.parts import KeyFigureBlock, QuoteBlock
from lederweb.core.models.pages import address_of

# No headings: there is a block for them, and mail programs draw each in their own way.
ISSUE_TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul", "figure"]


class IssueHeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "components/issue_heading.html"


class IssuePictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    description = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=250,
        help_text=_(
            "What the picture shows, for whoever does not see it. Empty: as it says in the "
            "picture library."
        ),
    )
    caption = blocks.CharBlock(
        label=pgettext_lazy("of a picture", "Caption"), required=False, max_length=250
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "components/issue_picture.html"


class ButtonValue(blocks.StructValue):
    @property
    def address(self) -> str:
        """A path on this site, or a full address elsewhere; empty once the page is deleted."""
        page = self.get("page")
        return address_of(page) if page else str(self.get("link") or "")


class ButtonBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=_("What happens"),
        max_length=60,
        help_text=_("Begin with a verb: Tilmeld dig, Hent pjecen."),
    )
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    link = blocks.URLBlock(
        label=_("Or an address elsewhere"),
        required=False,
        help_text=_("Beginning with https://"),
    )

    class Meta:
        icon = "redirect"
        label = _("Button")
        template = "components/issue_button.html"
        value_class = ButtonValue

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        chosen = bool(value.get("page")) + bool(value.get("link"))
        # A draft is saved while the target is still to be chosen, as with all else in it.
        least = 0 if self.is_deferred_validation else 1
        if not least <= chosen <= 1:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "page": ValidationError(_("Choose a page or write an address: one of them."))
                }
            )
        return value


class IssueBlocks(blocks.StreamBlock):
    text = blocks.RichTextBlock(
        label=_("Text"), features=ISSUE_TEXT_FEATURES, template="components/text.html"
    )
    heading = IssueHeadingBlock(label=_("Heading"), max_length=120)
    picture = IssuePictureBlock()
    button = ButtonBlock()
    quote = QuoteBlock()
    figure = KeyFigureBlock()

    class Meta:
        required = False
