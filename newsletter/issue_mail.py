"""The mail of an issue: the general edition, and those that fit what readers chose."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.images.models import AbstractImage
from wagtail.rich_text import expand_db_html

from lederweb.core.models.pages import address_of
from lederweb.mail.rendering import RenderedMail, render_mail
from newsletter.editions import GENERAL, Entry, Profile, edition, entries_of
from newsletter.emails import LEAVE_LINK, PREFERENCES_LINK, absolute
from newsletter.models import IssuePage
from newsletter.plain_text import PlainText
from projects.models import Tier

# Twice as wide as it is shown, for sharp screens.
_LEADING_PICTURE = "fill-1136x568|format-jpeg|jpegquality-70"
_FREE_PICTURE = "max-1136x1136|format-jpeg|jpegquality-70"
SHOWN_WIDTH = 568

# What the preview offers beside the mail as it is: name → profile.
TIER_MODES = {
    f"tier-{tier.value}": Profile(tiers=frozenset({tier.value}))
    for tier in (Tier.TOP, Tier.MIDDLE, Tier.INSTITUTION)
}
_IN_THE_DARK = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)")
_PICTURE_ADDRESS = re.compile(r'(<img\b[^>]*?)\ssrc="[^"]*"')


def issue_mail(
    issue: IssuePage, profile: Profile = GENERAL, entries: list[Entry] | None = None
) -> RenderedMail:
    """The mail with `LEAVE_LINK` and `PREFERENCES_LINK` still to be filled in.

    entries: those of the issue, where they were read before.
    """
    everything = entries_of(issue) if entries is None else entries
    chosen = edition(everything, profile)
    plain = PlainText()
    introduction = with_full_links(expand_db_html(issue.introduction or ""))
    # In the order of reading, so that the links are numbered from the top.
    introduction_text = plain.of(introduction)
    before = _parts(issue.before, plain)
    after = _parts(issue.after, plain)
    return render_mail(
        "issue",
        {
            "issue": issue,
            "introduction_html": introduction,
            "introduction_text": introduction_text,
            "before": before,
            "items": [_item(entry, first=not index) for index, entry in enumerate(chosen)],
            "after": after,
            "left_out": len(everything) - len(chosen),
            "archive_url": absolute(address_of(issue)) if issue.pk else settings.BASE_URL,
            "leave_link": LEAVE_LINK,
            "preferences_link": PREFERENCES_LINK,
        },
    )


def preview_response(issue: IssuePage, mode: str) -> HttpResponse:
    """What the editor's preview shows; the links that each reader has are told of in words."""
    mail = issue_mail(issue, TIER_MODES.get(mode, GENERAL))
    if mode == "text":
        own = _("[here is each reader’s own link]")
        return HttpResponse(
            mail.text.replace(LEAVE_LINK, own).replace(PREFERENCES_LINK, own),
            content_type="text/plain; charset=utf-8",
        )
    html = without_readers_links(mail.html)
    if mode == "dark":
        html = _IN_THE_DARK.sub("@media all", html)
    elif mode == "no-pictures":
        html = _PICTURE_ADDRESS.sub(r"\1", html)
    response = HttpResponse(html)
    # A mail carries its styles within itself, which no public page may (promise S3).
    response._csp_update = {"style-src": ["'unsafe-inline'"]}  # type: ignore[attr-defined]
    return response


def without_readers_links(part: str) -> str:
    """The mail for somebody who is no reader: where readers have links of their own stands the
    address where one asks for such a link."""
    link = absolute(reverse("newsletter_ask_for_link"))
    return part.replace(LEAVE_LINK, link).replace(PREFERENCES_LINK, link)


def with_full_links(html: str) -> str:
    """Links that work outside the site. One whose page may not be read is left as words.

    So are figures: their notes open on a page only.
    """
    soup = BeautifulSoup(html, "html.parser")
    for note in soup.select("[popover]"):
        note.decompose()
    for button in soup.find_all("button"):
        button.unwrap()
    for anchor in soup.find_all("a"):
        if anchor.get("href"):
            anchor["href"] = absolute(str(anchor["href"]))
        else:
            anchor.unwrap()
    return str(soup)


def _item(entry: Entry, first: bool) -> dict[str, Any]:
    page = entry.page
    picture = None
    if first and page.picture:
        picture = _picture(page.picture, _LEADING_PICTURE)
    return {
        "title": page.title,
        "url": absolute(address_of(page)),
        "lead": page.lead,
        "kind": str(page.kind_label),
        "minutes": page.reading_minutes,
        "audiences": [Tier(owner).audience for owner in page.owners],
        "picture": picture,
    }


def _picture(image: AbstractImage, size: str, description: str = "") -> dict[str, Any]:
    rendition = image.get_rendition(size)
    return {
        "url": absolute(rendition.url),
        "description": description or image.description,
        "width": min(SHOWN_WIDTH, rendition.width),
    }


def _parts(stream: StreamValue, plain: PlainText) -> list[dict[str, Any]]:
    """The free blocks as the mail's templates take them; what has lost its target is left out."""
    parts = []
    for block in stream:
        value = block.value
        part: dict[str, Any] = {"kind": block.block_type}
        if part["kind"] == "text":
            part["html"] = with_full_links(expand_db_html(value.source))
            part["text"] = plain.of(part["html"])
        elif part["kind"] == "heading":
            part["text"] = value
        elif part["kind"] == "picture":
            if value["image"] is None:
                continue
            part |= _picture(value["image"], _FREE_PICTURE, value["description"])
            part["caption"] = value["caption"]
        elif part["kind"] == "button":
            if not value.address:
                continue
            part |= {"text": value["text"], "url": absolute(value.address)}
        else:  # a quote or a figure: words alone
            part |= dict(value)
        parts.append(part)
    return parts
