"""The questions of a quiz."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=250)
    is_right = blocks.BooleanBlock(label=_("A good answer"), required=False)
    feedback = blocks.TextBlock(
        label=_("What we say to it"),
        max_length=500,
        help_text=_("Say why, to somebody who chose it in good faith."),
    )

    class Meta:
        icon = "radio-full"
        label = _("Answer")


class QuizQuestionBlock(blocks.StructBlock):
    """One question. With several good answers the learner may choose several."""

    question = blocks.TextBlock(label=_("Question"), max_length=400)
    answers = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2, max_num=8)

    class Meta:
        icon = "help"
        label = _("Question")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        good = [answer["is_right"] for answer in cleaned["answers"]]
        if not any(good):
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("Mark at least one answer as good."))]
            )
        if all(good):
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("Leave at least one answer unmarked."))]
            )
        return cleaned
