"""The newsletter's mails: what stands in them, and what differs between recipients."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from wagtail.rich_text import expand_db_html

from lederweb.core.models.pages import address_of
from lederweb.mail.links import make_token
from lederweb.mail.rendering import RenderedMail, render_mail, tidy
from newsletter.models import Delivery, IssuePage
from projects.models import Tier
from publications.models import ContentPage

# In the mail as it is approved; replaced for each recipient. Addresses, so that whatever reads
# the HTML on the way takes them for what they become.
LEAVE_LINK = "https://link.invalid/leave"
PREFERENCES_LINK = "https://link.invalid/preferences"

# The link in the confirmation mail works this long, and so long an address is kept unconfirmed.
# The nightly deletion makes it seven days at most (promise N7).
CONFIRM_WITHIN = dt.timedelta(days=6)
PREFERENCES_WITHIN = dt.timedelta(days=60)
REJOIN_WITHIN = dt.timedelta(hours=1)

CONFIRM, LEAVE, PREFERENCES, REJOIN = (
    "newsletter-confirm",
    "newsletter-leave",
    "newsletter-preferences",
    "newsletter-rejoin",
)

_PICTURE = "fill-1136x568|format-jpeg|jpegquality-70"


def path(name: str, purpose: str, identity: uuid.UUID) -> str:
    """The path of a view that takes a signed token, for our own pages."""
    return reverse(name, args=[make_token(purpose, identity)])


def link(name: str, purpose: str, identity: uuid.UUID) -> str:
    """The full address of such a view, for mails."""
    return absolute(path(name, purpose, identity))


def absolute(path: str) -> str:
    """An address on this site, from a path; what is a full address already stays."""
    return f"{settings.BASE_URL}{path}" if path.startswith("/") else path


def issue_mail(issue: IssuePage) -> RenderedMail:
    """The mail of an issue with `LEAVE_LINK` and `PREFERENCES_LINK` still to be filled in."""
    introduction = _with_full_links(expand_db_html(issue.introduction or ""))
    return render_mail(
        "issue",
        {
            "issue": issue,
            "introduction_html": introduction,
            "introduction_text": text_of(introduction),
            "items": [_item(page, first=not index) for index, page in enumerate(issue.pages())],
            "archive_url": absolute(address_of(issue)) if issue.pk else settings.BASE_URL,
            "leave_link": LEAVE_LINK,
            "preferences_link": PREFERENCES_LINK,
        },
    )


def recipient_headers(leave_link: str) -> dict[str, str]:
    """One-click leaving, for the button that mailbox providers show (RFC 2369, RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{leave_link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def list_id() -> str:
    """What mail programs sort by (RFC 2919)."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<nyhedsbrev.{host}>"


def message_id(delivery: Delivery, domain: str) -> str:
    return f"<{delivery.message_key.hex}@{domain}>"


def preview_response(issue: IssuePage, mode: str) -> HttpResponse:
    """What the editor's preview shows; its links for each reader lead nowhere."""
    mail = issue_mail(issue)
    if mode == "text":
        return HttpResponse(mail.text, content_type="text/plain; charset=utf-8")
    response = HttpResponse(mail.html)
    # A mail carries its styles within itself, which no public page may (promise S3).
    response._csp_update = {"style-src": ["'unsafe-inline'"]}  # type: ignore[attr-defined]
    return response


def _item(page: ContentPage, first: bool) -> dict[str, Any]:
    picture = None
    if first and page.picture:
        rendition = page.picture.get_rendition(_PICTURE)
        picture = {
            "url": absolute(rendition.url),
            "description": page.picture.description,
        }
    return {
        "title": page.title,
        "url": absolute(address_of(page)),
        "lead": page.lead,
        "kind": str(page.kind_label),
        "minutes": page.reading_minutes,
        "audiences": [Tier(owner).audience for owner in page.owners],
        "picture": picture,
    }


def _with_full_links(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for anchor in soup.find_all("a", href=True):
        anchor["href"] = absolute(str(anchor["href"]))
    return str(soup)


def text_of(html: str) -> str:
    """Rich text as plain text to be read: paragraphs, dashes for lists, addresses in full."""
    return tidy("".join(_words(BeautifulSoup(html, "html.parser").children)))


def _words(nodes: Iterable[Any]) -> Iterable[str]:
    for node in nodes:
        if isinstance(node, NavigableString):
            yield str(node)
        elif isinstance(node, Tag):
            inner = "".join(_words(node.children))
            if node.name == "br":
                yield "\n"
            elif node.name == "li":
                number = len(node.find_previous_siblings("li")) + 1
                ordered = node.parent is not None and node.parent.name == "ol"
                yield f"{f'{number}.' if ordered else '–'} {inner.strip()}\n"
            elif node.name in ("p", "ul", "ol"):
                yield f"{inner.strip()}\n\n"
            elif node.name == "a" and node.get("href"):
                yield f"{inner} ({node['href']})"
            else:
                yield inner
