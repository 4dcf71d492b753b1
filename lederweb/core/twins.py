"""The same file twice: pictures and documents that are in the library already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.documents.views.multiple import AddView as AddDocuments
from wagtail.images.views.multiple import AddView as AddPictures
from wagtail.permissions import policy_registry
from wagtail.utils.file import hash_filelike

from lederweb.core.models import CustomDocument, CustomImage


def twin_of(instance: Any, file_hash: str, user: Any) -> Any:
    """Another one with the same content that the person may see; None if there is none."""
    if not file_hash or user is None:
        return None
    seen = policy_registry.get_by_type(type(instance)).instances_user_has_any_permission_for(
        user, ["change", "choose"]
    )
    return seen.filter(file_hash=file_hash).exclude(pk=instance.pk).first()


def link_to(twin: CustomDocument | CustomImage) -> SafeString:
    library = "wagtailimages" if isinstance(twin, CustomImage) else "wagtaildocs"
    address = reverse(f"{library}:edit", args=[twin.pk])
    return format_html('<a href="{}" target="_blank">»{}«</a>', address, twin.title)


def tell_of_twin(form: forms.BaseForm, twin: Any) -> None:
    form.fields["title"].help_text = format_html(
        _("The same file is here already: {}. Delete one of them, if both are not needed."),
        link_to(twin),
    )


class _TellsOfTwins:
    """Wagtail looks for copies among files that are complete, and ours never are at once:
    alternative text and language are asked for after the upload."""

    def get_edit_upload_form_context_data(self) -> dict[str, Any]:
        context: dict[str, Any] = super().get_edit_upload_form_context_data()  # type: ignore[misc]
        with self.upload_object.file.open("rb") as file:  # type: ignore[attr-defined]
            file_hash = hash_filelike(file)
        twin = twin_of(self.object, file_hash, self.request.user)  # type: ignore[attr-defined]
        if twin is not None:
            tell_of_twin(context["form"], twin)
        return context


class AddDocumentsView(_TellsOfTwins, AddDocuments):
    pass


class AddPicturesView(_TellsOfTwins, AddPictures):
    pass
