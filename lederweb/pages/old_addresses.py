"""Where a path leads that no page answers: an editor's redirect, or the page it once stood for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from lederweb.core.models.pages import address_of
from lederweb.lib.old_addresses import LONGEST_PATH, OldAddress, campaign_query
from publications.old_addresses import find_page, page_at, public_pages

# One redirect may lead to another; who comes round again, or further, finds nothing.
MOST_HOPS = 5


@dataclass(frozen=True)
class Target:
    address: str
    is_permanent: bool


def find_target(path: str, query: str = "") -> Target | None:
    """Where the path leads in one step, however many redirects stand between; else None.

    Addresses of pages come from the database and are never built from what was asked for. Of the
    query only campaign marks are kept.
    """
    target = _follow(path, query)
    if target is None or urlsplit(target.address).path == path:
        return None
    marks = campaign_query(query)
    if marks and target.address.startswith("/"):
        head, hash_mark, fragment = target.address.partition("#")
        head += ("&" if "?" in head else "?") + marks
        return Target(head + hash_mark + fragment, target.is_permanent)
    return target


def is_local(link: str) -> bool:
    """Whether a link stays on this site: "//host" and "/\\host" do not, in a browser's eyes."""
    return link.startswith("/") and not link.startswith(("//", "/\\"))


def validate_link(link: str) -> None:
    """Raises ValidationError for what is neither a path on this site nor an address of the web."""
    has_odd_sign = any(sign.isspace() or not sign.isprintable() for sign in link)
    try:
        parts = urlsplit(link)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    if has_odd_sign or "\\" in link or not (is_local(link) or is_web):
        raise ValidationError(
            _("Write a path that begins with /, or an address that begins with https://.")
        )


def _follow(path: str, query: str) -> Target | None:
    is_permanent = True
    reached = None  # where redirects have led so far
    seen: set[str] = set()
    while len(seen) < MOST_HOPS:
        old = OldAddress.of(path)
        if old.path in seen:
            return None
        seen.add(old.path)
        if reached is not None:
            page = page_at(old)
            if page is not None:
                return Target(address_of(page), is_permanent)
        redirect = redirect_for(path, query)
        if redirect is None:
            page = find_page(old)
            if page is not None:
                return Target(address_of(page), is_permanent)
            return None if reached is None else Target(reached, is_permanent)
        is_permanent = is_permanent and redirect.is_permanent
        if redirect.redirect_page_id:
            page = public_pages().filter(pk=redirect.redirect_page_id).only("url_path").first()
            return None if page is None else Target(_with_route(page, redirect), is_permanent)
        link = redirect.redirect_link
        if not is_local(link):
            is_web = urlsplit(link).scheme in ("http", "https")
            return Target(link, is_permanent) if is_web else None
        parts = urlsplit(link)
        path, query, reached = parts.path, parts.query, link
    return None


def _with_route(page: object, redirect: Redirect) -> str:
    address = address_of(page)  # type: ignore[arg-type]
    route = redirect.redirect_page_route_path
    return address.rstrip("/") + route if route else address


def redirect_for(path: str, query: str = "") -> Redirect | None:
    """The redirect for a path: the one that names its query before the one for the path alone.

    Capital letters and slashes do not count, nor the words around an article's old number.
    """
    old = OldAddress.of(path)
    as_asked = path.lower().rstrip("/")
    ways = [as_asked, old.path, old.key]
    if query:
        ways = [Redirect.normalise_path(f"{way}?{query}").lower() for way in ways[:2]] + ways
    ways = [way for way in ways if len(way) <= LONGEST_PATH and "\0" not in way]
    found = {
        row.lowered: row
        for row in Redirect.objects.annotate(lowered=Lower("old_path")).filter(lowered__in=ways)
    }
    return next((found[way] for way in ways if way in found), None)
