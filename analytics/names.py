"""Words for the keys that totals stand under."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.conf.locale import LANG_INFO
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page


def referrers() -> dict[str, str]:
    """Where a visit came from."""
    return {
        "search": _("search engines"),
        "social": _("social media"),
        "newsletter": _("the newsletter"),
        "site": _("other sites"),
        "direct": _("direct: typed, kept or from a mail"),
        "internal": _("from page to page"),
        "unknown": _("unknown: their browser runs no scripts"),
    }


def devices() -> dict[str, str]:
    return {"computer": _("computer"), "phone": _("phone"), "tablet": _("tablet")}


def languages(codes: Iterable[str]) -> dict[str, str]:
    """By their codes; one that nobody has a name for is called by its code."""
    return {code: _language(code) if code in LANG_INFO else code for code in codes if code}


def _language(code: str) -> str:
    if code in ("nb", "no"):  # Django's list and its catalogues spell it differently
        return _("Norwegian Bokmål").lower()
    return str(get_language_info(code)["name_translated"]).lower()


def kinds() -> dict[str, str]:
    """By the model's name in lower case."""
    return {
        model._meta.model_name: capfirst(
            str(getattr(model, "kind_label", "") or model._meta.verbose_name)
        )
        for model in apps.get_models()
        if issubclass(model, Page) and model._meta.model_name
    }
