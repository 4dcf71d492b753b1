"""A role's way to every address below /admin/, gone once for all tests that look at the answers."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.constants import ERROR
from django.contrib.messages.storage.base import Message
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from lederweb.core.tests import readable
from lederweb.testing.world import World
from lederweb.users.roles import ADMINISTRATOR, EDITOR, MODERATOR, SECRETARIAT
from lederweb.users.tests.admin_urls import Address, Things, every_address

LEFT_OUT = {
    "wagtailadmin_error_test",  # fails on purpose, to show what a failure looks like
    "wagtailadmin_logout",  # leads everybody to the log-in
    "wagtail_bulk_action",  # has a test of its own
}


@dataclass(frozen=True)
class Visit:
    """What a GET of one address came to, and what it gave the person to read."""

    address: Address
    url: str
    outcome: str
    texts: frozenset[str]


@cache
def visits_of(role: str) -> tuple[Visit, ...]:
    """Every address as the role finds it.

    Only what was seen is kept: the things that were there are gone when this returns. So a test
    asks for it before it makes things of its own.
    """
    with transaction.atomic():
        world = World()
        things = Things(world)
        client = logged_in(role, world)
        visits = tuple(_visit(client, address, url) for address, url in addresses(things))
        transaction.set_rollback(True)
    return visits


def _visit(client: Client, address: Address, url: str) -> Visit:
    response, told = _asked(client, "get", url)
    texts = [*texts_of(response), *(str(message) for message in told)]
    return Visit(address, url, _outcome(response, told), frozenset(texts))


def walked(roles: Iterable[str]) -> list[Any]:
    """Parameters of a test that asks for `visits_of`: one process takes all of a role."""
    return [pytest.param(role, marks=pytest.mark.xdist_group(f"walk {role}")) for role in roles]


def addresses(things: Things) -> list[tuple[Address, str]]:
    return [
        (address, address.filled(things.values_for(address.name)))
        for address in every_address()
        if address.name not in LEFT_OUT
    ]


def logged_in(role: str, world: World) -> Client:
    person = {
        EDITOR: "ellen_the_editor",
        MODERATOR: "morten_the_moderator",
        SECRETARIAT: "sanne_of_the_secretariat",
        ADMINISTRATOR: "anna_the_administrator",
    }[role]
    client = Client(raise_request_exception=False)
    client.force_login(getattr(world, person), backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(client: Client, method: str, url: str) -> str:
    """The outcome: in, refused, log in, not there, method or failed."""
    return _outcome(*_asked(client, method, url))


def _asked(client: Client, method: str, url: str) -> tuple[HttpResponse, list[Message]]:
    """The answer and its messages; whatever the request changed, messages included, is undone."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(url)
        told = list(get_messages(response.wsgi_request))
        transaction.set_rollback(True)
    client.cookies = cookies
    return response, told


def _outcome(response: HttpResponse, told: list[Message]) -> str:
    status = response.status_code
    if status >= 500:
        return "failed"
    if status == 302 and response.url.startswith("/admin/login/"):
        return "log in"
    if status == 302 and response.url == "/admin/":
        return "refused" if ERROR in [message.level for message in told] else "in"
    return {403: "refused", 400: "refused", 404: "not there", 405: "method"}.get(status, "in")


def texts_of(response: HttpResponse) -> Iterator[str]:
    """What a person reads in an answer of the admin."""
    kind = response.get("Content-Type", "")
    if response.streaming:
        return
    if kind.startswith("text/html"):
        yield from readable.in_html(response.content.decode())
    elif kind.startswith("application/json") and response.status_code == 200:
        yield from readable.in_json(json.loads(response.content))
