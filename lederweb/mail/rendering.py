"""A mail's subject, text and HTML from the templates in templates/emails/<name>/."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import mrml
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

# MJML's default font would make the reader's program fetch it from another host.
_OPTIONS = mrml.RenderOptions(disable_comments=False, fonts={})
_NO_INCLUDES = mrml.ParserOptions(include_loader=mrml.noop_loader())


@dataclass(frozen=True)
class RenderedMail:
    subject: str
    text: str
    html: str


def render_mail(template: str, context: Mapping[str, Any]) -> RenderedMail:
    """Render subject.txt, body.txt and body.mjml in the site's language.

    The context is joined by `base_url`, the public address without a closing slash. Raises
    TemplateDoesNotExist for an unknown name and ValueError for MJML that cannot be read.
    """
    context = {"base_url": settings.BASE_URL, **context}
    with translation.override(settings.LANGUAGE_CODE):
        subject = render_to_string(f"emails/{template}/subject.txt", context)
        text = render_to_string(f"emails/{template}/body.txt", context)
        markup = render_to_string(f"emails/{template}/body.mjml", context)
    html = mrml.to_html(markup, parser_options=_NO_INCLUDES, render_options=_OPTIONS).content
    return RenderedMail(subject=subject.strip(), text=tidy(text), html=html)


def tidy(text: str) -> str:
    """Plain text without the empty lines and the spaces that template tags leave behind."""
    lines = (line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"
