"""What Wagtail's admin says in English without asking a catalogue, and where it is said in Danish.

A new version of Wagtail may have moved or mended such a place: `test_admin_in_danish` says so.
Template engines may load this module before models can be imported; hence the late imports.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import Origin
from django.template.loaders import app_directories
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

# In these templates the first text of each pair stands where the second should.
TEMPLATES = {
    "wagtailadmin/home.html": ('value="Search"', 'value="{% translate "Search" %}"'),
    "wagtailadmin/shared/header.html": ('value="Search"', 'value="{% translate "Search" %}"'),
    "wagtailadmin/shared/headers/_actions.html": (
        'aria-label="Actions"',
        'aria-label="{% translate "Actions" %}"',
    ),
    # A version that was saved by a program, as an import is.
    "wagtailadmin/shared/user_avatar.html": (
        "{{ user }}{% else %}",
        '{{ user|default_if_none:_("system") }}{% else %}',
    ),
    "wagtailadmin/generic/inspect.html": (
        "{{ field.value|localize }}",
        '{{ field.value|default_if_none:"–"|localize }}',
    ),
}
_LINK_FORMS = {
    "link_text": _("Link text"),
    "email_address": _("E-mail address"),
    "subject": _("Subject line"),
    "body": _("Text of the mail"),
    "phone_number": _("Phone number"),
}


class Loader(app_directories.Loader):
    """Finds the templates of apps, and puts right what `TEMPLATES` names."""

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        english, danish = TEMPLATES.get(str(origin.template_name), ("", ""))
        return contents.replace(english, danish) if english else contents


def label_link_forms() -> None:
    """The forms for a link in running text name their fields by their code."""
    from wagtail.admin.forms import choosers

    for form in (
        choosers.ExternalLinkChooserForm,
        choosers.AnchorLinkChooserForm,
        choosers.EmailLinkChooserForm,
        choosers.PhoneLinkChooserForm,
    ):
        for name, label in _LINK_FORMS.items():
            if name in form.base_fields:
                form.base_fields[name].label = label


def name_the_roots(**kwargs: Any) -> None:
    """Wagtail's migrations make a page and a collection called "Root", which editors see."""
    from wagtail.models import Collection, Page

    with override(settings.LANGUAGE_CODE):
        Page.objects.filter(depth=1, title="Root").update(
            title=gettext("All pages"), draft_title=gettext("All pages")
        )
        Collection.objects.filter(depth=1, name="Root").update(name=gettext("In common"))


def media_chooser(request: HttpRequest, media_type: str | None = None) -> HttpResponse:
    """wagtailmedia's chooser, which says in English that an upload failed."""
    from wagtailmedia.views.chooser import chooser

    response = chooser(request, media_type)
    if response.headers["Content-Type"] == "application/json":
        told: dict[str, Any] = {
            "error_label": gettext("Server Error"),
            "error_message": gettext(
                "Report this error to your website administrator with the following information:"
            ),
        }
        response.content = json.dumps(json.loads(response.content) | told)
    return response
