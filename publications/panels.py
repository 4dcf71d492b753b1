"""Panels of the page editor that show something instead of asking for it."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from wagtail.admin.panels import Panel


class TopicChoices(CheckboxSelectMultiple):
    """Topics to tick, in the order of their tree; those below another stand further in."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        topic = getattr(value, "instance", None)
        if topic and topic.is_below_another:
            option["attrs"]["data-below"] = True
        return option


class ReadersWordPanel(Panel):
    """What readers answered under the page, with the latest remarks."""

    LATEST = 5

    class BoundPanel(Panel.BoundPanel):
        template_name = "publications/admin/readers_word_panel.html"

        def is_shown(self) -> bool:
            return bool(
                self.instance.pk
                and self.instance.asks_readers
                and self.request.user.has_perm("publications.view_answer")
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            answers = self.instance.answers.all()
            counts = answers.counts()
            context["total"] = sum(counts.values())
            context["shares"] = [
                (use.label, counts[use.value], round(100 * counts[use.value] / context["total"]))
                for use in answers.model.Use
                if context["total"]
            ]
            context["remarks"] = answers.remarks()[: ReadersWordPanel.LATEST]
            context["more_url"] = f"{reverse('readers_word_remarks')}?page={self.instance.pk}"
            return context
