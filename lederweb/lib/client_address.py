"""Who is asking: the client's address, and a keyed pseudonym that may be kept.

Only as many entries of X-Forwarded-For are believed as there are proxies of our own in front
(`TRUSTED_PROXIES`), counted from the right, where our own proxy wrote. Whatever a client put
there itself stands further left and changes nothing (promise V6).
"""

import hashlib
import hmac
import ipaddress
import logging
from functools import cache

from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)


def client_address(request: HttpRequest) -> str:
    """The client's IP address; "0.0.0.0" when the server gave none (a Unix socket).

    IPv6 clients are told apart by their /64, because one household or phone holds a whole one.
    """
    trusted = settings.TRUSTED_PROXIES
    address = request.META.get("REMOTE_ADDR", "")
    if trusted:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        chain = [entry.strip() for entry in forwarded if entry.strip()]
        if len(chain) >= trusted:
            address = _without_port(chain[-trusted])
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        if request.META:  # of a real one
            _warn_once()
        return "0.0.0.0"  # noqa: S104 (says "unknown"; nothing is bound to it)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)


def _without_port(entry: str) -> str:
    """Some proxies write 198.51.100.7:51234 or [2001:db8::1]:443."""
    if entry.startswith("["):
        return entry[1:].partition("]")[0]
    return entry.partition(":")[0] if entry.count(":") == 1 else entry


@cache
def _warn_once() -> None:
    logger.warning(
        "A client has no address: all such readers count as one and share each throttle. "
        "Is TRUSTED_PROXIES the number of proxies in front?"
    )


def client_pseudonym(request: HttpRequest, purpose: str) -> str:
    """A keyed hash (hex, 32 characters) of the client's address, separate for each purpose."""
    key = hashlib.sha256(f"client:{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, client_address(request).encode(), hashlib.sha256).hexdigest()[:32]
