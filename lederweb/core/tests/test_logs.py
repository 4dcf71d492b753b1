"""What is written to the logs says nothing of who somebody is (promise O3)."""

from __future__ import annotations

import io
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import signing

from lederweb.core.logs import RemovePersonalData, without_personal_data


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("to karen.holm@example.org", "to <e-mail>"),
        ("til søren@ærø.example.dk!", "til <e-mail>!"),
        ("GET /soeg/?q=karen%40example.org", "GET /soeg/?q=<e-mail>"),
        ("<karen+nyt@example.org>", "<<e-mail>>"),
        ("from 192.0.2.44", "from <address>"),
        ("It was 192.0.2.44.", "It was <address>."),
        ("('192.0.2.44', 5432)", "('<address>', 5432)"),
        ("192.0.2.44:8000", "<address>:8000"),
        ("ip=2001:db8::1", "ip=<address>"),
        # What gunicorn writes of a request that it cannot read.
        ("Invalid request from ip=2001:db8::1: Bad", "Invalid request from ip=<address>: Bad"),
        ("ip=2001:db8:0:0:0:0:2:1: refused", "ip=<address>: refused"),
        ("from ::ffff:192.0.2.44: no", "from <address>: no"),
        ("2001:db8::: gone", "<address>: gone"),
        ("[2001:db8:0:0:0:0:2:1]:443", "[<address>]:443"),
        ("from ::1", "from <address>"),
        ("::ffff:192.0.2.44 again", "<address> again"),
        ("fe80::1%eth0", "<address>%eth0"),
        (
            "/admin/password_reset/confirm/MTk/diheg9-50f7ee8577769309746bc6acd6472427/",
            "/admin/password_reset/confirm/MTk/<token>/",
        ),
        ("/x/0123456789abcdef0123456789abcdef/", "/x/<token>/"),
        ("/x/0123456789abcdef0123456789abcdef?a", "/x/<token>?a"),
    ],
)
def test_addresses_and_tokens_are_taken_out(line: str, left: str) -> None:
    assert without_personal_data(line) == left


@pytest.mark.parametrize(
    "line",
    [
        "Published in 0:00:12.5 at 05:47:16, version 8.0.1",
        "2026-11-23 05:47:16,123",
        "newsletter::send and 12:30",
        "/artikler/frivillige-skal-ogsaa-ledes-som-alle-andre-medarbejdere-i-kommunen/",
        "Django 5.2.19, redis 8.1.0",
        "127 rows in 3 tables",
    ],
)
def test_what_is_nobodys_stays(line: str) -> None:
    assert without_personal_data(line) == line


def test_signed_values_are_taken_out() -> None:
    for value in (signing.dumps({"subscriber": 7}), signing.TimestampSigner().sign("7" * 20)):
        assert value.split(":")[-1] not in without_personal_data(f"/nyhedsbrev/afmeld/{value}/")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """A logger set up as ours is, writing to memory."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RemovePersonalData())
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("lederweb.tests.logs")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def test_arguments_tracebacks_and_stacks_are_cleaned_too(written: io.StringIO) -> None:
    logger = logging.getLogger("lederweb.tests.logs")
    logger.error("Refused: %s", "karen@example.org")
    logger.error("Refused: %(who)s", {"who": "192.0.2.44"})
    try:
        raise ValueError("no mailbox karen@example.org at 2001:db8::1")
    except ValueError:
        logger.exception("It failed")
    logger.error("Here", stack_info=True)
    text = written.getvalue()
    assert "karen" not in text.replace('"karen@example.org")', "")
    for word in ("192.0.2.44", "2001:db8"):
        assert f"{word}\n" not in text
    assert "ValueError: no mailbox <e-mail> at <address>" in text
    assert text.count("Refused: <e-mail>") == 1
    assert text.count("Refused: <address>") == 1


def test_every_handler_of_every_logger_cleans() -> None:
    logging_settings: Any = settings.LOGGING
    handlers = logging_settings["handlers"]
    assert all("personal_data" in handler["filters"] for handler in handlers.values())
    # gunicorn gives its loggers handlers of its own before it loads us.
    assert {"gunicorn.error", "gunicorn.access"} <= set(logging_settings["loggers"])
