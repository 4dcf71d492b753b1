"""Few and plain values out of what browsers send."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from analytics.ingest.referrers import group_of, site_of
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
# ISO 639-1: what a browser asks for is one of these, or made up.
_LANGUAGES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
    # Languages of three letters that browsers and telephones offer.
    "ast ckb dsb fil gsw haw hsb kab kok smn tzm".split()
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
    if not name:
        return "direct"
    return "internal" if came_from.netloc == host else group_of(name)


def referrer_site(sent: str | None, group: str) -> str:
    """The host's name of another site that led here; no more of its address is kept."""
    if sent is None or group not in ("search", "social", "site"):
        return ""
    try:
        name = without_personal_data(site_of(_host(urlsplit(sent[:_LONGEST_SENT]))))
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
    """The first language the reader's browser asks for, such as da; empty when that is none."""
    match = _LANGUAGE.match(accepted)
    code = match.group(1).lower() if match else ""
    return code if code in _LANGUAGES else ""
