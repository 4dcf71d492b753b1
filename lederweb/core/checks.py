"""The rules of the house that Django can check."""

from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from wagtail.models import Page
from wagtail.search import index


@register()
def pages_share_the_base(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every page type of ours is a `BasePage` and says what a reader calls it."""
    from lederweb.core.models import BasePage

    errors = []
    for model in apps.get_models():
        if not issubclass(model, Page) or model is Page or model.__module__.startswith("wagtail"):
            continue
        if not issubclass(model, BasePage):
            errors.append(Error(f"{model.__name__} must build on BasePage.", id="lederweb.E001"))
        elif model.kind_label == BasePage.kind_label and "kind_label" not in vars(model):
            errors.append(
                Error(f"{model.__name__} needs a kind_label of its own.", id="lederweb.E002")
            )
    return errors


@register()
def search_boosts_fit_the_database(app_configs: Any, **kwargs: Any) -> list[Error]:
    """PostgreSQL has four weights for all of the project; a fifth boost would be ignored."""
    from lederweb.core.models import BasePage
    from lederweb.core.models.pages import BODY_BOOST, LEAD_BOOST, PART_BOOST, TITLE_BOOST

    allowed = {TITLE_BOOST, LEAD_BOOST, BODY_BOOST, PART_BOOST}
    return [
        Error(
            f"{model.__name__}.{field.field_name} has boost {field.boost}; use one of {allowed}.",
            id="lederweb.E003",
        )
        for model in apps.get_models()
        if issubclass(model, BasePage)
        for field in getattr(model, "search_fields", [])
        if isinstance(field, index.SearchField) and field.boost not in allowed
    ]
