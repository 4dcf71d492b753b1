"""The sign-up form, for any template: {% load newsletter %}{% newsletter_signup %}."""

from __future__ import annotations

from typing import Any

from django import template

from newsletter.consent import CURRENT, WORDINGS
from newsletter.forms import SignUpForm

register = template.Library()


@register.inclusion_tag("components/signup_form.html", takes_context=True)
def newsletter_signup(
    context: template.Context,
    form: SignUpForm | None = None,
    level: int = 2,
    id: str = "nyhedsbrev",  # noqa: A002 (the name that the component has)
) -> dict[str, Any]:
    """Sign-up form with the consent's wording as it is kept.

    form: one that was posted and has errors; a fresh one is made otherwise. level: of the
    heading. id: prefix of the ids, unique on the page. What it is and how often are the words of
    the site's settings, which base.html has in the context as `site`.
    """
    return {
        "form": form or SignUpForm(auto_id=f"{id}-%s"),
        "consent": WORDINGS[CURRENT],
        "level": level,
        "id": id,
        "frequency": getattr(context.get("site"), "newsletter_pitch", ""),
    }
