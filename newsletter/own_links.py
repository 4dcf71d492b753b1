"""Whether a link leads anywhere: our own asked of the site itself, others fetched with care."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, is_valid_path, resolve
from django.utils.translation import gettext as _
from wagtail import urls as page_urls
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from lederweb.core.models import CustomDocument
from lederweb.core.visibility import is_public, is_public_document
from newsletter.emails import LEAVE_LINK, PREFERENCES_LINK

SECONDS = 4.0
MOST_FETCHED = 30
_ON_THE_WEB = ("http://", "https://")
_PER_READER = {LEAVE_LINK, PREFERENCES_LINK}
# Answers of those who let no program look; a person gets the page.
_SHY = {401, 403, 405, 406, 429, 999}


def links_in(html: str) -> dict[str, str]:
    """Address → the words that first lead there, in the order of reading.

    A picture's alternative text stands in only where no words lead there.
    """
    found: dict[str, str] = {}
    pictures: dict[str, str] = {}
    for anchor in BeautifulSoup(html, "html.parser").find_all("a", href=True):
        address = str(anchor["href"])
        image = anchor.find("img")
        if address.startswith(_ON_THE_WEB) and address not in _PER_READER:
            found[address] = found.get(address) or anchor.get_text(" ", strip=True)
            if image and not pictures.get(address):
                pictures[address] = str(image.get("alt") or "")
    return {address: words or pictures.get(address) or address for address, words in found.items()}


def broken_in(html: str) -> dict[str, str]:
    """The same of addresses in running text that no mail program can open: www.kl.dk, #afsnit."""
    return {
        str(anchor["href"]): anchor.get_text(" ", strip=True) or str(anchor["href"])
        for anchor in BeautifulSoup(html, "html.parser").find_all("a", href=True)
        # The mail is given the whole address of what begins with a slash.
        if not str(anchor["href"]).startswith((*_ON_THE_WEB, "mailto:", "tel:", "/"))
    }


def is_ours(address: str) -> bool:
    return address == settings.BASE_URL or address.startswith(f"{settings.BASE_URL}/")


def problem_of_own(address: str) -> str:
    """What is wrong with an address on this site, as a clause; empty when anybody can open it."""
    path = unquote(urlsplit(address).path) or "/"
    try:
        # As the site does: an address without its last slash is led to the one with it.
        match = resolve(path) if is_valid_path(path) else resolve(f"{path}/")
    except Resolver404:
        return _("there is no such page")
    if path.startswith("/admin/"):
        return _("it asks readers to log in")
    if "document_id" in match.kwargs:
        document = CustomDocument.objects.filter(pk=match.kwargs["document_id"]).first()
        if document is None:
            return _("the file is gone")
        return "" if is_public_document(document) else _("the file is not public")
    if match.url_name == "wagtail_serve" or match.route == page_urls.serve_pattern:
        return _problem_of_page(path)
    return ""


def _problem_of_page(path: str) -> str:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return _("there is no such page")
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META["HTTP_HOST"] = site.hostname
    try:
        page, _args, _kwargs = site.root_page.specific.route(
            request, [part for part in path.split("/") if part]
        )
    except Http404:
        moved = Redirect.objects.filter(old_path=Redirect.normalise_path(path)).first()
        if moved is None:
            return _("there is no such page, or it is not published")
        if moved.redirect_page is None:
            return ""
        page = moved.redirect_page
    return "" if is_public(page) else _("not everybody may see it")


def problems_outside(addresses: list[str]) -> dict[str, str]:
    """Of addresses elsewhere those that do not answer, each with a clause; takes some seconds.

    Only for who has switched it on (NEWSLETTER_CHECK_LINKS). Nothing is asked of an address
    inside a private network (promise S7), no redirect is followed, no body read.
    """
    with ThreadPoolExecutor(max_workers=8) as pool:
        answers = list(pool.map(_ask, addresses[:MOST_FETCHED]))
    return {address: answer for address, answer in zip(addresses, answers, strict=False) if answer}


def _ask(address: str) -> str:
    parts = urlsplit(address)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna").decode()
        number = _public_number(host, port)
    except (OSError, UnicodeError, ValueError):
        return _("there is no such server")
    if number is None:
        return _("the server is in a private network")
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        # To the number that was just judged: a name may mean another one a moment later.
        plain = socket.create_connection((number, port), timeout=SECONDS)
        if parts.scheme == "https":
            plain = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        connection.sock = plain
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("HEAD", path, headers={"User-Agent": "Lederweb link check"})
        status = connection.getresponse().status
    except (OSError, UnicodeError, ValueError, http.client.HTTPException):
        return _("the server does not answer")
    finally:
        connection.close()
    if status < 400 or status in _SHY:
        return ""
    return _("the server answers %(status)d") % {"status": status}


def _public_number(host: str, port: int) -> str | None:
    """The server's number on the net; None when any of its numbers is not a public one."""
    numbers = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not numbers or not all(ipaddress.ip_address(str(n)).is_global for n in numbers):
        return None
    return str(numbers[0])
