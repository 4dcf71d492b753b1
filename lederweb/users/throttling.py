"""What the log-in throttle may know of a client: a keyed pseudonym, never its address (V4)."""

import ipaddress

from django.http import HttpRequest

from lederweb.lib.client_address import client_pseudonym as pseudonym_for


def client_pseudonym(request: HttpRequest) -> str:
    """An IPv6 address of the unassigned local range made from a keyed hash.

    django-axes keeps clients in an address column; this fits there and is nobody's address.
    """
    value = int(pseudonym_for(request, "log-in")[:30], 16)
    return str(ipaddress.IPv6Address((0xFD << 120) | value))


def describe_client(*args: object, **kwargs: object) -> str:
    """For axes' log lines: nothing that tells who tried."""
    return "a client"
