"""The sign-up form, for any template: {% load newsletter %}{% newsletter_signup %}."""

from __future__ import annotations

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language

from lederweb.core.page_cache import remembered
from newsletter.consent import CURRENT, WORDINGS
from newsletter.forms import SignUpForm

register = template.Library()


@register.simple_tag(takes_context=True)
def newsletter_signup(
    context: template.Context,
    form: SignUpForm | None = None,
    level: int = 2,
    id: str = "nyhedsbrev",  # noqa: A002 (the name that the component has)
) -> str:
    """Sign-up form with the consent's wording as it is kept.

    form: one that was posted and has errors; a fresh one is made otherwise. level: of the
    heading. id: prefix of the ids, unique on the page. What it is and how often are the words of
    the site's settings, which base.html has in the context as `site`.
    """

    def render(form: SignUpForm) -> str:
        return get_template("components/signup_form.html").render(
            {
                "form": form,
                "consent": WORDINGS[CURRENT],
                "level": level,
                "id": id,
                "frequency": getattr(context.get("site"), "newsletter_pitch", ""),
            }
        )

    if form is not None:
        return render(form)
    # Its proof holds for a day, so an empty form may be an hour old.
    return remembered(
        f"sign-up:{id}:{level}:{get_language()}:{timezone.now():%Y%m%d%H}",
        lambda: render(SignUpForm(auto_id=f"{id}-%s")),
    )
