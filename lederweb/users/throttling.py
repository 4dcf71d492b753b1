"""Throttled log-in that keeps no address (promises S5, V4, V6).

django-axes counts failed log-ins in the database, so it also works while Redis is away. It is
given keyed pseudonyms instead of the client's address and of the e-mail address that was typed
(which may be a mistyped password), and nothing else of the request is kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lederweb.lib.client_address import client_pseudonym as pseudonym_for

# Failures within the cooling-off time that close the door: for one account from one client
# (`AXES_FAILURE_LIMIT`), for one client whatever it tries, and for one account wherever the
# tries come from. The last is the figure of NIST SP 800-63B-4, section 3.2.2.
CLIENT_LIMIT = 40
ACCOUNT_LIMIT = 100


def client_pseudonym(request: HttpRequest) -> str:
    """An IPv6 address of the unassigned local range (RFC 4193) made from a keyed hash.

    django-axes keeps clients in an address column; this fits there and is nobody's address.
    """
    value = int(pseudonym_for(request, "log-in")[:30], 16)
    return str(ipaddress.IPv6Address((0xFD << 120) | value))


def account_pseudonym(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """A keyed hash of the e-mail address that was tried, however it was written."""
    tried = (credentials or request.POST).get("username") or ""
    key = hashlib.sha256(f"account:log-in:{settings.SECRET_KEY}".encode()).digest()
    text = str(tried).strip().lower()
    return hmac.new(key, text.encode(errors="replace"), hashlib.sha256).hexdigest()[:32]


def describe_client(*args: object, **kwargs: object) -> str:
    """For axes' log lines: nothing that tells who tried."""
    return "a client"


def forget_request(instance: AccessAttempt, **kwargs: object) -> None:
    """Before a row is saved: drop what axes copies from the request and nothing needs."""
    instance.get_data = instance.post_data = ""
    instance.http_accept = instance.path_info = ""


class LogInThrottle(AxesDatabaseHandler):
    """Three limits, one row for each pair of client and account."""

    def _whose(self, request: Any, credentials: Mapping[str, Any] | None) -> list[tuple[Q, int]]:
        """Which rows count together, and how many failures they may hold."""
        account = Q(username=get_client_username(request, credentials))
        client = Q(ip_address=request.axes_ip_address)
        return [
            (account & client, settings.AXES_FAILURE_LIMIT),
            (client, CLIENT_LIMIT),
            (account, ACCOUNT_LIMIT),
        ]

    def _used(
        self, request: HttpRequest, credentials: Mapping[str, Any] | None
    ) -> list[tuple[float, dt.datetime | None]]:
        """For each limit, which share of it is used up and when the last failure was."""
        whose = self._whose(request, credentials)
        totals: dict[str, Any] = {}
        for number, (rows, _limit) in enumerate(whose):
            totals[f"failures_{number}"] = Sum("failures_since_start", filter=rows)
            totals[f"last_{number}"] = Max("attempt_time", filter=rows)
        found = AccessAttempt.objects.filter(
            whose[1][0] | whose[2][0], attempt_time__gte=get_cool_off_threshold(request)
        ).aggregate(**totals)
        return [
            ((found[f"failures_{number}"] or 0) / limit, found[f"last_{number}"])
            for number, (_rows, limit) in enumerate(whose)
        ]

    def get_failures(
        self, request: HttpRequest, credentials: Mapping[str, Any] | None = None
    ) -> int:
        """The limit that is nearest, in units of `AXES_FAILURE_LIMIT` as axes expects."""
        share = max(share for share, _last in self._used(request, credentials))
        return int(share * settings.AXES_FAILURE_LIMIT)

    def open_again_at(
        self, request: HttpRequest, credentials: Mapping[str, Any] | None
    ) -> dt.datetime:
        """When the last failure behind the lock is forgotten, rounded up to a minute."""
        full = [last for share, last in self._used(request, credentials) if share >= 1 and last]
        moment = max(full, default=timezone.now()) + get_cool_off(request)
        return (moment + dt.timedelta(seconds=59)).replace(second=0, microsecond=0)

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict,
        request: Any = None,
        **kwargs: Any,
    ) -> None:
        if request is not None:
            # Rows are found by browser, too: a new browser would be a new row.
            request.axes_user_agent = ""
        super().user_login_failed(sender, credentials, request, **kwargs)

    def reset_user_attempts(
        self, request: HttpRequest, credentials: Mapping[str, Any] | None = None
    ) -> int:
        """Forget this account's failures from this client, and no others.

        Otherwise anyone with one account could clear the count of the client that they use to
        guess the passwords of others.
        """
        pair, _limit = self._whose(request, credentials)[0]
        count, _each = AccessAttempt.objects.filter(pair).delete()
        return count


def locked_page(
    request: HttpRequest, response: HttpResponse | None, credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """Says when to try again; axes shows it instead of any answer to a locked client."""
    again_at = LogInThrottle().open_again_at(request, credentials)
    page = render(request, "users/locked.html", {"again_at": again_at}, status=429)
    page["Retry-After"] = str(max(1, round((again_at - timezone.now()).total_seconds())))
    return page
