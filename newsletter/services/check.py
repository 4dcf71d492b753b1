"""What should be right before an issue is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from lederweb.core.models.pages import address_of
from lederweb.core.visibility import is_public
from lederweb.mail.rendering import RenderedMail
from lederweb.mail.services.hold import is_held
from newsletter.emails import absolute
from newsletter.issue_mail import issue_mail
from newsletter.models import IssuePage, Subscriber
from newsletter.own_links import (
    broken_in,
    is_ours,
    links_in,
    problem_of_own,
    problems_outside,
)
from newsletter.unfinished import what_lacks
from newsletter.widgets import LONGEST_SHOWN_PREVIEW, LONGEST_SUBJECT

# Gmail cuts a mail at 102 KB and hides the rest, the link to leave included.
LARGEST = 100_000


@dataclass(frozen=True)
class Finding:
    """blocks: whether the issue cannot be sent like this; else it is advice."""

    sentence: str
    blocks: bool = True


class NotReady(Exception):
    """The issue cannot be sent; `problems` says why, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def problems_of(issue: IssuePage, mail: RenderedMail | None = None) -> list[str]:
    """What stands in the way, a sentence each; nothing when the issue can be sent."""
    return [finding.sentence for finding in findings_of(issue, mail) if finding.blocks]


def findings_of(
    issue: IssuePage, mail: RenderedMail | None = None, *, with_outside: bool = False
) -> list[Finding]:
    """Everything to mend, each with what to do; what stands in the way first.

    with_outside: links to elsewhere are followed, too, which takes some seconds.
    """
    mail = mail or issue_mail(issue)
    found = [
        *_of_inbox(issue),
        *_of_items(issue),
        *_of_blocks(issue),
        *_of_pictures(issue),
        *_of_links(issue, mail, with_outside),
        *_of_the_whole(issue, mail),
    ]
    return sorted(found, key=lambda finding: not finding.blocks)


def _of_inbox(issue: IssuePage) -> Iterator[Finding]:
    length = len(issue.subject.strip())
    if not length:
        yield Finding(_("The issue has no subject. Write what the inbox is to show."))
    elif length > LONGEST_SUBJECT:
        yield Finding(
            _("The subject has %(count)d characters, and inboxes show %(most)d. Shorten it.")
            % {"count": length, "most": LONGEST_SUBJECT},
            blocks=False,
        )
    length = len(issue.preview_text.strip())
    if not length:
        yield Finding(
            _("The issue has no preview text. Write a sentence to stand after the subject."),
            blocks=False,
        )
    elif length > LONGEST_SHOWN_PREVIEW:
        yield Finding(
            _("The preview text has %(count)d characters, and inboxes show %(most)d. Shorten it.")
            % {"count": length, "most": LONGEST_SHOWN_PREVIEW},
            blocks=False,
        )


def _of_items(issue: IssuePage) -> Iterator[Finding]:
    items = list(issue.items.all())
    for number, item in enumerate(items, 1):
        if item.page_id is None:
            yield Finding(
                _("Item %(number)d has no page. Choose one, or take the item out.")
                % {"number": number}
            )
    items = [item for item in items if item.page_id]
    shown = {page.pk for page in issue.pages()}
    if not items:
        yield Finding(_("The issue has no items. Add at least one."))
    seen: set[int] = set()
    for item in items:
        if item.page_id not in shown:
            yield Finding(
                _("“%(title)s” is not public. Publish it, or take it out of the issue.")
                % {"title": item.page.title}
            )
        elif item.page_id in seen:
            yield Finding(
                _("“%(title)s” stands there twice and is shown once. Remove one of them.")
                % {"title": item.page.title},
                blocks=False,
            )
        seen.add(item.page_id)


def _of_blocks(issue: IssuePage) -> Iterator[Finding]:
    for name in ("before", "after"):
        place = capfirst(str(issue._meta.get_field(name).verbose_name))
        for number, block in enumerate(getattr(issue, name), 1):
            if lacking := what_lacks(block):
                yield Finding(
                    _(
                        "%(place)s, block %(number)d (%(kind)s) is not finished. %(lacking)s "
                        "Fill it in, or delete the block."
                    )
                    % {
                        "place": place,
                        "number": number,
                        "kind": block.block.label,
                        "lacking": lacking,
                    }
                )


def _of_pictures(issue: IssuePage) -> Iterator[Finding]:
    pictures = [
        (block.value["image"], block.value["description"])
        for block in _free_blocks(issue, "picture")
    ]
    # Whichever item a reader gets first shows its picture.
    pictures += [(page.picture, "") for page in issue.pages()]
    told: set[int] = set()
    for image, description in pictures:
        if image is None or image.pk in told or description.strip() or image.description.strip():
            continue
        told.add(image.pk)
        yield Finding(
            _(
                "The picture “%(title)s” has no alternative text. Open it under Pictures and write "
                "what it shows."
            )
            % {"title": image.title}
        )


def _of_links(issue: IssuePage, mail: RenderedMail, with_outside: bool) -> Iterator[Finding]:
    words_of = _links_to_pages(issue)
    pages = Page.objects.in_bulk(words_of)
    for number, words in words_of.items():
        page = pages.get(number)
        if page is None:
            yield Finding(
                _(
                    "The link “%(words)s” leads to a page that is gone. Choose another page or "
                    "remove the link."
                )
                % {"words": words}
            )
        elif not is_public(page):
            yield Finding(
                _(
                    "A link leads to “%(title)s”, which is not public. Publish it or remove the link."
                )
                % {"title": page.title}
            )
    # Buttons are looked at with their blocks.
    for address, words in broken_in(" ".join(_running_texts(issue))).items():
        yield Finding(
            _(
                "The link “%(words)s” cannot be opened from a mail (%(address)s). Write the whole "
                "address, with https:// in front."
            )
            % {"words": words, "address": address}
        )
    links = links_in(mail.html)
    outside = []
    for address, words in links.items():
        if not is_ours(address):
            outside.append(address)
        elif address != _archive_address(issue) and (problem := problem_of_own(address)):
            yield Finding(
                _("The link “%(words)s” leads nowhere: %(problem)s (%(address)s). Mend it.")
                % {"words": words, "problem": problem, "address": address}
            )
    if with_outside:
        for address, problem in problems_outside(outside).items():
            yield Finding(
                _("Look at the link “%(words)s”: %(problem)s (%(address)s).")
                % {"words": links[address], "problem": problem, "address": address},
                blocks=False,
            )


def _of_the_whole(issue: IssuePage, mail: RenderedMail) -> Iterator[Finding]:
    size = len(mail.html.encode())
    if size > LARGEST:
        yield Finding(
            _("The mail is %(size)d KB, and mail programs cut it at 100. Shorten it.")
            % {"size": size // 1000}
        )
    if not Subscriber.objects.audience(issue).exists():
        yield Finding(_("Nobody gets the newsletter yet, so there is no one to send it to."))
    if is_held():
        yield Finding(
            _(
                "All mail is held back after a restore. Whoever runs the site can let it go "
                "again with “manage.py release_mail”."
            )
        )


def _archive_address(issue: IssuePage) -> str:
    """Where the issue itself will be; it comes out when it is sent."""
    return absolute(address_of(issue)) if issue.pk else ""


def _free_blocks(issue: IssuePage, kind: str) -> list[Any]:
    return [
        block
        for stream in (issue.before, issue.after)
        for block in stream
        if block.block_type == kind
    ]


def _running_texts(issue: IssuePage) -> list[str]:
    """As the database has them."""
    texts = [issue.introduction, *(block.value.source for block in _free_blocks(issue, "text"))]
    return [text for text in texts if text]


def _links_to_pages(issue: IssuePage) -> dict[int, str]:
    """The pages that running text links to, by number, each with the words of the link.

    The mail leaves those links out that do not work.
    """
    return {
        int(str(anchor["id"])): anchor.get_text(" ", strip=True)
        for text in _running_texts(issue)
        for anchor in BeautifulSoup(text, "html.parser").find_all("a", linktype="page")
        if str(anchor.get("id")).isdigit()
    }
