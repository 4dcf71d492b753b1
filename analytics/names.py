"""Words for the keys that totals stand under."""

from __future__ import annotations

from django.apps import apps
from django.utils.text import capfirst
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
    }


def devices() -> dict[str, str]:
    return {"computer": _("computer"), "phone": _("phone"), "tablet": _("tablet")}


def kinds() -> dict[str, str]:
    """By the model's name in lower case."""
    return {
        model._meta.model_name: capfirst(
            str(getattr(model, "kind_label", "") or model._meta.verbose_name)
        )
        for model in apps.get_models()
        if issubclass(model, Page) and model._meta.model_name
    }
