from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from lederweb.mail.services.deliver import sweep
from lederweb.testing.mail_server import MailServer

OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}
_LINK = re.compile(r"http://testserver(/nyhedsbrev/\S+)")


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """A real mail server that everything is sent to."""
    with MailServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def sign_up(client) -> Callable:
    """Posts the form as a browser does, and gives the answer."""
    from newsletter.forms import SignUpForm

    def post(address: str = "karen@example.org", **headers: str):
        data = {"email": address, "proof": SignUpForm().make_proof()}
        return client.post("/nyhedsbrev/tilmeld/", data, **OURS | headers)

    return post


@pytest.fixture
def inbox(mail_server) -> Callable:
    """The paths of all links to the newsletter's pages in the newest mail to an address."""

    def links(address: str = "karen@example.org") -> list[str]:
        sweep()
        return _LINK.findall(mail_server.to(address)[-1].part("plain"))

    return links
