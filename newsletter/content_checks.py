"""The check list of an issue, beside the issue while it is written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from lederweb.core.content_checks import Sentences, check
from newsletter.models import IssuePage
from newsletter.services.check import Finding, findings_of


@check("issue-not-ready", gettext_lazy("Before it can be sent"), of_public=False)
def issues_are_ready(page: Any) -> Sentences:
    return (finding.sentence for finding in _findings(page) if finding.blocks)


@check("issue-advice", gettext_lazy("Worth a look before it is sent"), of_public=False)
def issues_are_good(page: Any) -> Sentences:
    return (finding.sentence for finding in _findings(page) if not finding.blocks)


def _findings(page: Any) -> list[Finding]:
    """Of a draft; what is approved is not changed any more.

    Kept with the page, since both checks ask, and the mail is rendered for it.
    """
    if not isinstance(page, IssuePage) or page.state != "draft":
        return []
    if "_findings_to_send" not in page.__dict__:
        page.__dict__["_findings_to_send"] = findings_of(page)
    return page.__dict__["_findings_to_send"]
