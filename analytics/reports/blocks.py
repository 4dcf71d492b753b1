"""What the body of a status report is made of: words of the editor, and sections that are counted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from analytics.reports.kinds import FOCUS, SECTIONS

FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "figure"]


class WordsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(
        label=_("Heading"),
        required=False,
        max_length=120,
        help_text=_("Left empty, the text belongs to the section above."),
    )
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Your own words")


class CountedBlock(blocks.StructBlock):
    """A section that fills itself. Whatever is counted stays counted."""

    what = blocks.ChoiceBlock(label=_("What is counted"), choices=list(SECTIONS.items()))
    heading = blocks.CharBlock(
        label=_("Heading"),
        required=False,
        max_length=120,
        help_text=_("Left empty, it is called what is counted."),
    )
    before = blocks.RichTextBlock(
        label=_("Your words before it"), features=FEATURES, required=False
    )
    after = blocks.RichTextBlock(label=_("Your words after it"), features=FEATURES, required=False)

    class Meta:
        icon = "chart"
        label = _("Counted section")


class FocusPointBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Focus area"), max_length=120)
    text = blocks.TextBlock(label=_("What it is about"), required=False, max_length=600)


class FocusBlock(blocks.StructBlock):
    """Areas of focus; what is planned in one report is proposed as done in the next."""

    what = blocks.ChoiceBlock(label=_("Done or planned"), choices=list(FOCUS.items()))
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    points = blocks.ListBlock(FocusPointBlock(), label=_("Focus areas"))

    class Meta:
        icon = "list-ul"
        label = _("Focus areas")


class ReportBody(blocks.StreamBlock):
    results = blocks.RichTextBlock(
        label=_("Main results"),
        features=FEATURES,
        icon="pick",
        help_text=_("What the board must know, in a few lines. The rest of the report proves it."),
    )
    words = WordsBlock()
    counted = CountedBlock()
    focus = FocusBlock()

    class Meta:
        block_counts = {"results": {"max_num": 1}}
