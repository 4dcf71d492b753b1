"""Few and plain values out of what browsers send."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from lederweb.core.logs import without_personal_data

LONGEST_PATH = 500
LONGEST_CAMPAIGN = 80
LONGEST_SITE = 80
LONGEST_WORD = 255
# Nothing that is kept stands further on, and what is sent must not cost more than it says.
_LONGEST_SENT = 2000
_LONGEST_HOST = 253  # RFC 1035
_LARGEST_ID = 2**63 - 1

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_CAMPAIGN = re.compile(r"[^\w.-]+")
_NOT_IN_SITE = re.compile(r"[^\w.<>-]+")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})\b")
_SEARCH = re.compile(
    r"(^|\.)(google|bing|duckduckgo|ecosia|yahoo|qwant|startpage|yandex|kagi|jubii)\.[a-z.]+$"
    r"|^search\.brave\.com$"
)
_SOCIAL = re.compile(
    r"(^|\.)(facebook|instagram|linkedin|twitter|reddit|youtube|pinterest|threads)\.(com|net)$"
    r"|(^|\.)(x\.com|t\.co|lnkd\.in|bsky\.app|fb\.com|youtu\.be|mastodon\.social)$"
)
_MAIL = {"email", "e-mail", "mail", "newsletter", "nyhedsbrev"}
_TABLET = re.compile(r"iPad|Tablet|PlayBook|Silk(?!.*Mobile)|Android(?!.*Mobile)")
_PHONE = re.compile(r"iPhone|iPod|Mobile|Windows Phone|KAIOS")


def path(sent: str) -> str:
    """The path as a person reads it, without query, addresses of people and signed tokens."""
    plain = unquote(sent[:_LONGEST_SENT].split("?")[0].split("#")[0], errors="replace")
    return without_personal_data(_CONTROL.sub("", plain))[:LONGEST_PATH]


def object_id(sent: str) -> int | None:
    """The id of the page or document, if it is a number that can be one."""
    if not (sent.isascii() and sent.isdigit() and len(sent) <= 19):
        return None
    number = int(sent)
    return number if 0 < number <= _LARGEST_ID else None


def referrer_group(sent: str | None, marks: Mapping[str, str], host: str) -> str:
    """Where the reader came from: direct, internal, search, social, newsletter or site; unknown
    where nobody could say (None).

    The page they came from is not kept; a newsletter says so itself in its links' marks.
    """
    marked = {marks.get("utm_medium", "").lower(), marks.get("utm_source", "").lower()}
    if marked & _MAIL:
        return "newsletter"
    if sent is None:
        return "unknown"
    try:
        came_from = urlsplit(sent[:_LONGEST_SENT])
        name = _host(came_from)
    except ValueError:
        return "direct"
    if came_from.scheme == "android-app":
        return "search" if "google" in name else "site"
    if not name:
        return "direct"
    if came_from.netloc == host:
        return "internal"
    if _SEARCH.search(name):
        return "search"
    return "social" if _SOCIAL.search(name) else "site"


def referrer_site(sent: str | None, group: str) -> str:
    """The host's name of another site that led here; no more of its address is kept."""
    if sent is None or group not in ("search", "social", "site"):
        return ""
    try:
        name = without_personal_data(_host(urlsplit(sent[:_LONGEST_SENT])))
    except ValueError:
        return ""
    return _NOT_IN_SITE.sub("-", name)[:LONGEST_SITE]


def _host(address: SplitResult) -> str:
    return (address.hostname or "").removeprefix("www.")[:_LONGEST_HOST]


def word(sent: str) -> str:
    """What was searched for, in lower case and with single spaces."""
    return " ".join(_CONTROL.sub(" ", sent).lower().split())[:LONGEST_WORD]


def campaign(marks: Mapping[str, str]) -> str:
    """The campaign's name in lower case, only letters, digits, dots and hyphens."""
    name = without_personal_data(marks.get("utm_campaign", "")[:_LONGEST_SENT])
    return _NOT_IN_CAMPAIGN.sub("-", name.lower()).strip("-")[:LONGEST_CAMPAIGN]


def device(user_agent: str) -> str:
    """phone, tablet or computer."""
    if _TABLET.search(user_agent):
        return "tablet"
    return "phone" if _PHONE.search(user_agent) else "computer"


def language(accepted: str) -> str:
    """The first language the reader's browser asks for, such as da; empty when it says none."""
    match = _LANGUAGE.match(accepted)
    return match.group(1).lower() if match else ""
