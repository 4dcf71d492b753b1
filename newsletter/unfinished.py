"""Blocks that were begun and not filled in; a draft may be saved like that."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue, StructBlockValidationError


def what_lacks(block: StreamValue.StreamChild) -> str:
    """In sentences what the block's own rules miss; empty when it is finished."""
    label = str(block.block.label)
    if block.block_type == "text" and _is_blank(block.value.source):
        return _missing([label])
    try:
        block.block.clean(block.value)
    except StructBlockValidationError as problems:
        fields = block.block.child_blocks
        found = [(str(fields[name].label), error) for name, error in problems.block_errors.items()]
        found += [(label, error) for error in problems.non_block_errors]
    except ValidationError as problem:
        found = [(label, problem)]
    else:
        return ""
    empty, said = [], []
    for name, error in found:
        # Of several errors in one only the single ones have a code.
        if {one.code for one in error.error_list} == {"required"}:
            empty.append(name)
        else:
            said += error.messages
    return " ".join([_missing(empty), *said] if empty else said)


def _missing(names: list[str]) -> str:
    return _("Missing: %(fields)s.") % {"fields": ", ".join(names)}


def _is_blank(html: str) -> bool:
    """Neither a word nor a figure: an editor that is opened and left writes an empty paragraph."""
    soup = BeautifulSoup(html or "", "html.parser")
    return not soup.get_text(strip=True) and soup.find("embed") is None
