"""Links: none to a drive of the house, none to a page of ours that is not there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from analytics.reports.proof.passages import Proof, Told
from lederweb.core.models import CustomDocument
from lederweb.core.models.pages import address_of
from lederweb.core.visibility import is_public, is_public_document
from lederweb.lib.old_addresses import OldAddress
from publications.old_addresses import find_page

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_DRIVE = re.compile(r"(?:file:|\\\\|[a-z]:[\\/])", re.IGNORECASE)
_SHOWN = 60  # characters of an address
# The views that answer for pages: they catch every address that nothing else answers.
_PAGES = (None, "wagtail_serve")


def links_lead_somewhere(proof: Proof) -> Iterator[Told]:
    for passage in proof.passages:
        for raw, inside in _LINK.findall(passage.source):
            attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(raw)}
            words = html.unescape(re.sub(r"<[^>]*>", "", inside)).strip()
            address = attributes.get("href", "")
            if _DRIVE.match(address):
                yield Told(
                    "drive",
                    _(
                        "The link “%(words)s” leads to a file on somebody’s own drive "
                        "(%(address)s). Readers cannot open it. Upload the file under Documents "
                        "and link to it there."
                    )
                    % {"words": words, "address": address[:_SHOWN]},
                    passage.place,
                )
            elif not _leads(attributes, address):
                yield Told(
                    "dead",
                    _(
                        "The link “%(words)s” leads nowhere%(address)s. Choose the page again, or "
                        "take the link away."
                    )
                    % {"words": words, "address": f" ({address[:_SHOWN]})" if address else ""},
                    passage.place,
                )


def _leads(attributes: dict[str, str], address: str) -> bool:
    kind, number = attributes.get("linktype"), attributes.get("id", "")
    if kind == "page":
        page = Page.objects.filter(pk=number).first() if number.isdigit() else None
        return page is not None and is_public(page)
    if kind == "document":
        document = CustomDocument.objects.filter(pk=number).first() if number.isdigit() else None
        return document is not None and is_public_document(document)
    return not is_ours(address) or answers(address)


def is_ours(address: str) -> bool:
    """Whether this site answers for the address; nobody else's is asked from here."""
    parts = urlsplit(address)
    if parts.scheme not in ("", "http", "https"):
        return False
    ours = urlsplit(settings.BASE_URL).netloc
    return parts.netloc == ours or (not parts.netloc and parts.path.startswith("/"))


def answers(address: str) -> bool:
    """Whether a reader gets there: a page, an address that a view answers, or one led on."""
    path = unquote(urlsplit(address).path) or "/"
    try:
        if resolve(path).url_name not in _PAGES:
            return True
    except Resolver404:
        pass
    if _is_page(path) or Redirect.objects.filter(old_path=Redirect.normalise_path(path)).exists():
        return True
    return find_page(OldAddress.of(path)) is not None


def _is_page(path: str) -> bool:
    """Whether a public page stands there, or answers for what is below it, as a deck for a card."""
    parts = path.strip("/").split("/") if path.strip("/") else []
    if not parts:
        return True
    above = {f"/{'/'.join(parts[:depth])}/": depth for depth in range(1, len(parts) + 1)}
    pages = Page.objects.live().public().filter(depth__gt=2, slug__in=parts)
    found = [page for page in pages if address_of(page) in above]
    if not found:
        return False
    page = max(found, key=lambda page: page.depth)
    try:
        page.specific.route(HttpRequest(), parts[above[address_of(page)] :])
    except Http404:
        return False
    return True
