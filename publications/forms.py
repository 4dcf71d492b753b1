"""Forms of the publications floor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Tier
from publications.querysets import ContentQuerySet


class CatalogueFilterForm(forms.Form):
    """What a reader chooses in the catalogue. A choice that does not exist chooses nothing."""

    KINDS = {
        "publikation": ("PublicationPage", _("Publications")),
        "podcast": ("PodcastEpisodePage", _("Podcasts")),
        "e-kursus": ("CoursePage", _("E-courses")),
        "vaerktoej": ("ToolPage", _("Tools")),
    }

    art = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All kinds")), *((key, label) for key, (_m, label) in KINDS.items())],
    )
    vaeksthus = forms.ChoiceField(
        label=_("Væksthus"), required=False, choices=[("", _("All")), *Tier.choices]
    )
    aar = forms.IntegerField(label=_("Year"), required=False, min_value=1990, max_value=2100)

    def chosen(self, content: ContentQuerySet) -> ContentQuerySet:
        """The content that fits; everything released when nothing valid is chosen."""
        from publications import models

        chosen: dict[str, Any] = {}
        if self.is_bound:
            self.is_valid()  # keeps what is valid in cleaned_data and drops the rest
            chosen = self.cleaned_data
        names = (
            [self.KINDS[chosen["art"]][0]]
            if chosen.get("art")
            else [name for name, _label in self.KINDS.values()]
        )
        content = content.of_kind(*(getattr(models, name) for name in names))
        if chosen.get("vaeksthus"):
            content = content.for_tier(chosen["vaeksthus"])
        if chosen.get("aar"):
            content = content.filter(sort_date__year=chosen["aar"])
        return content
