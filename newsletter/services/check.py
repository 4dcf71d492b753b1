"""What must be right before an issue can be sent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lederweb.mail.rendering import RenderedMail
from lederweb.mail.services.hold import is_held
from newsletter.issue_mail import issue_mail
from newsletter.models import IssuePage, Subscriber

# Gmail cuts a mail at 102 KB and hides the rest, the link to leave included.
LARGEST = 100_000


def problems_of(issue: IssuePage, mail: RenderedMail | None = None) -> list[str]:
    """What stands in the way, a sentence each; nothing when the issue can be sent."""
    problems = []
    if not issue.subject.strip():
        problems.append(_("The issue has no subject. Write what the inbox is to show."))
    items = list(issue.items.all())
    shown = {page.pk for page in issue.pages()}
    if not items:
        problems.append(_("The issue has no items. Add at least one."))
    for item in items:
        if item.page_id not in shown:
            problems.append(
                _("“%(title)s” is not public. Publish it, or take it out of the issue.")
                % {"title": item.page.title}
            )
    if not Subscriber.objects.active().exists():
        problems.append(_("Nobody gets the newsletter yet, so there is no one to send it to."))
    if is_held():
        problems.append(
            _(
                "All mail is held back after a restore. Whoever runs the site can let it go "
                "again with “manage.py release_mail”."
            )
        )
    if not problems:
        size = len((mail or issue_mail(issue)).html.encode())
        if size > LARGEST:
            problems.append(
                _("The mail is %(size)d KB, and mail programs cut it at 100. Shorten it.")
                % {"size": size // 1000}
            )
    return problems
