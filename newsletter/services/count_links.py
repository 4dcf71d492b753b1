"""The links of an issue's mail lead through us, the same for everybody (promise N9)."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from django.urls import reverse

from lederweb.mail.rendering import RenderedMail
from newsletter.emails import absolute
from newsletter.models import IssueLink
from newsletter.own_links import links_in

_LABEL = IssueLink._meta.get_field("label").max_length
_LONGEST = 2000  # characters: what an index of PostgreSQL takes, æøå included
# Only anchors: a picture is no click.
_ANCHOR = re.compile(r"""(<a\b[^>]*?\shref=)("[^"]*"|'[^']*')""", re.IGNORECASE)
_IN_TEXT = re.compile(r"https?://[^\s<>\"]+")
_AFTER_A_SENTENCE = ".,;:!?)]”»"


def with_counted_links(mail: RenderedMail, *, issue_id: int) -> RenderedMail:
    """The mail with our redirects in place of its links.

    An address has one row for an issue, whichever edition it stands in. The links of each reader
    (unsubscribing, preferences) stay as they are, and so does what is no web address.
    """
    found = {url: words for url, words in links_in(mail.html).items() if len(url) <= _LONGEST}
    known = set(IssueLink.objects.filter(issue_id=issue_id).values_list("url", flat=True))
    IssueLink.objects.bulk_create(
        [
            IssueLink(
                issue_id=issue_id, url=url, label=words[:_LABEL], position=len(known) + number
            )
            for number, (url, words) in enumerate(found.items())
            if url not in known
        ],
        ignore_conflicts=True,
    )
    tokens = dict(IssueLink.objects.filter(issue_id=issue_id).values_list("url", "token"))
    ours = {
        url: absolute(reverse("newsletter_link", args=[token])) for url, token in tokens.items()
    }

    def anchor(match: re.Match[str]) -> str:
        address = html.unescape(match[2][1:-1])
        return f'{match[1]}"{ours[address]}"' if address in ours else match[0]

    def in_text(match: re.Match[str]) -> str:
        address = match[0]
        while address and address not in ours and address[-1] in _AFTER_A_SENTENCE:
            address = address[:-1]
        if address not in ours:
            return match[0]
        return ours[address] + match[0][len(address) :]

    return replace(mail, html=_ANCHOR.sub(anchor, mail.html), text=_IN_TEXT.sub(in_text, mail.text))
