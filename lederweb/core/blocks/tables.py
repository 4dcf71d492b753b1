"""Tables that can be read aloud: a caption, headed columns, and headed rows where there are any."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockValidationError,
)

# Wider tables cannot be read on a phone, however they are scrolled.
MOST_COLUMNS = 8


class CellsBlock(TypedTableBlock):
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=400)
    number = blocks.CharBlock(label=_("Numbers"), required=False, max_length=40)

    def clean(self, value: TypedTable) -> TypedTable:
        """Wagtail asks for neither caption nor headings; whoever hears a table needs both."""
        table = super().clean(value)
        problems: list[Any] = []  # sentences
        if not table.columns or not table.row_data:
            problems.append(_("The table is empty. Add columns and rows."))
        if len(table.columns) > MOST_COLUMNS:
            problems.append(
                _("A table can have %(count)d columns at most. Divide it into two.")
                % {"count": MOST_COLUMNS}
            )
        if not table.caption:
            problems.append(_("Write a caption: what does the table show?"))
        if not all(column["heading"] for column in table.columns):
            problems.append(_("Every column needs a heading."))
        if problems:
            raise TypedTableBlockValidationError(
                non_block_errors=[ValidationError(problem) for problem in problems]
            )
        return table


class TableBlock(blocks.StructBlock):
    table = CellsBlock(label=_("Table"))
    rows_are_headed = blocks.BooleanBlock(
        label=_("The first column heads the rows"), required=False, default=True
    )
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=250)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "components/table.html"
