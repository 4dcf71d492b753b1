"""The editor's forms for series and episodes: drafts always save, publishing asks for all of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from publications.forms import ContentPageForm
from publications.podcasts.readiness import faults_in_chapters


class AsksWhenPublishing(WagtailAdminPageForm):
    """What is missing is an error of its field, except while a draft is saved or previewed."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.is_deferred_validation:
            return
        for field, sentence in self.instance.missing_for_publishing():
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, sentence)


class SeriesForm(AsksWhenPublishing):
    pass


class EpisodeForm(AsksWhenPublishing, ContentPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("number") and not self.is_deferred_validation:
            same = {name: cleaned.get(name) for name in ("number", "season", "episode_type")}
            others = type(self.instance).objects.child_of(self.parent_page).live().filter(**same)
            if others.exclude(pk=self.instance.pk).exists():
                self.add_error("number", _("The series has another episode with this number."))
        return cleaned

    def is_valid(self) -> bool:
        valid = super().is_valid()
        return valid and (self.is_deferred_validation or self._chapters_are_in_order())

    def _chapters_are_in_order(self) -> bool:
        formset = self.formsets.get("chapters")
        rows: list[forms.ModelForm] = formset.ordered_forms if formset is not None else []
        audio = self.instance.audio
        faults = list(
            faults_in_chapters(
                (row.cleaned_data.get("start") for row in rows),
                length=audio.duration if audio else 0,
            )
        )
        for place, sentence in faults:
            rows[place].add_error("start", str(sentence))
        return not faults

    def save(self, commit: bool = True) -> Any:
        """Takes the chapters over from a newly chosen file, where nobody has written any."""
        episode = super().save(commit=commit)
        if "audio" in self.changed_data and not episode.chapters.exists():
            episode.take_chapters_from_file()
            if commit:
                episode.chapters.commit()
        return episode
