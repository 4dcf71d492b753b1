"""What figures add to Wagtail; registered when the app is ready."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from analytics.figures import views
from analytics.figures.rich_text import (
    ENTITY,
    NAME,
    FigureElement,
    FigureHandler,
    figure_element,
)
from analytics.models import FrozenFigure

_CORRECT = "analytics.change_frozenfigure"


@hooks.register("register_rich_text_features")
def figure_feature(features: FeatureRegistry) -> None:
    features.register_embed_type(FigureHandler)
    features.register_editor_plugin(
        "draftail",
        NAME,
        EntityFeature(
            {
                "type": ENTITY,
                "icon": "chart",
                "description": _("Figure"),
                "chooserUrls": {"figureChooser": reverse_lazy("choose_figure")},
            },
            js=["analytics/figure-chooser.js"],
            css={"all": ["analytics/figures.css"]},
        ),
    )
    features.register_converter_rule(
        "contentstate",
        NAME,
        {
            "from_database_format": {f'embed[embedtype="{NAME}"]': FigureElement()},
            "to_database_format": {"entity_decorators": {ENTITY: figure_element}},
        },
    )


@hooks.register("register_admin_urls")
def figure_urls() -> list[URLPattern]:
    return [
        path("tal/vaelg/", views.choose, name="choose_figure"),
        path("tal/offentliggjorte/", views.published, name="figures_in_texts"),
        path("tal/offentliggjorte/<int:page_id>/", views.published, name="figures_of_page"),
        path(
            "tal/offentliggjorte/<int:page_id>/kvittering.csv",
            views.page_receipt,
            name="figures_receipt",
        ),
        path("tal/ret/<int:pk>/", views.correction, name="correct_figure"),
    ]


class PublishedFiguresItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(_CORRECT)


@hooks.register("register_reports_menu_item")
def published_figures_item() -> MenuItem:
    return PublishedFiguresItem(
        _("Figures in texts"),
        reverse_lazy("figures_in_texts"),
        name="tal-i-tekster",
        icon_name="chart",
        order=845,
    )


@hooks.register("register_page_header_buttons")
def figures_button(
    page: Page, user: object, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if user.has_perm(_CORRECT) and FrozenFigure.objects.filter(page=page.pk).exists():  # type: ignore[attr-defined]
        yield Button(
            _("Figures on the page"),
            reverse("figures_of_page", args=[page.pk]),
            icon_name="chart",
            priority=60,
        )
