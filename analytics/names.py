"""Words for the keys that totals stand under."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.apps import apps
from django.conf.locale import LANG_INFO
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page

from lederweb.core.models import CustomDocument
from lederweb.lib import danish

_OF_FRONT_PAGE = 2  # Wagtail's tree has an invisible root above it


def files(documents: Iterable[CustomDocument]) -> dict[str, str]:
    """By id: the document's title, and where several have one, what else tells them apart.

    That is the format and the size, with the language where they are of several; the file's name
    where even that is the same.
    """
    documents = list(documents)
    of_title: dict[str, list[CustomDocument]] = {}
    for document in documents:
        of_title.setdefault(document.title, []).append(document)
    names = {}
    for title, alike in of_title.items():
        if len(alike) == 1:
            names[str(alike[0].pk)] = title
            continue
        by_language = len({document.language for document in alike}) > 1
        kinds = {document.pk: _kind_of(document, by_language=by_language) for document in alike}
        twice = Counter(kinds.values())
        for document in alike:
            kind = kinds[document.pk]
            told = kind if twice[kind] == 1 else document.filename
            names[str(document.pk)] = f"{title} ({told})"
    return names


def _kind_of(document: CustomDocument, *, by_language: bool) -> str:
    """PDF, engelsk, 2,1 MB."""
    size = danish.file_size(document.file_size) if document.file_size else ""
    language = str(document.get_language_display()).lower() if by_language else ""
    return ", ".join(filter(None, [document.file_extension.upper(), language, size]))


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


def feeds(keys: Iterable[str]) -> dict[str, str]:
    """By the id of the page whose news is in it; the front page's has what is new anywhere."""
    ids = [int(key) for key in keys if key.isdecimal()]
    found = Page.objects.filter(pk__in=ids).values_list("pk", "title", "depth")
    return {
        str(pk): _("everything new") if depth == _OF_FRONT_PAGE else title
        for pk, title, depth in found
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
