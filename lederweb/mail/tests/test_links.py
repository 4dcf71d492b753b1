"""Signed links."""

import datetime as dt
import logging
import uuid

import pytest
from django.core import signing

from lederweb.core.logs import RemovePersonalData
from lederweb.mail.links import BadLink, ExpiredLink, make_token, read_token, token_maker

ID = uuid.UUID("12345678123456781234567812345678")


def test_a_link_says_who_it_is_for():
    assert read_token("leave", make_token("leave", ID)) == ID


def test_tokens_made_for_many_are_those_made_for_one(monkeypatch):
    make = token_maker("leave")
    now = signing.time.time()
    for seconds in (0, 0.2, 61, 86_400):
        monkeypatch.setattr(signing.time, "time", lambda now=now + seconds: now)
        for identity in (ID, uuid.UUID(int=0), uuid.uuid4()):
            assert make(identity) == make_token("leave", identity)
            assert read_token("leave", make(identity), dt.timedelta(days=1)) == identity


def test_a_link_for_one_thing_opens_nothing_else():
    with pytest.raises(BadLink):
        read_token("erase", make_token("leave", ID))


@pytest.mark.parametrize("token", ["", "x", "a:b:c", f"{ID.hex}:1abc:nonsense", "\0", "æ" * 50])
def test_nonsense_is_no_link(token):
    with pytest.raises(BadLink):
        read_token("leave", token)


def test_a_signature_over_something_that_is_no_id_is_no_link():
    token = signing.TimestampSigner(salt="lederweb.mail.links.leave").sign("not-an-id")
    with pytest.raises(BadLink):
        read_token("leave", token)


def test_a_link_expires_when_an_age_is_asked_for(monkeypatch):
    token = make_token("confirm", ID)
    read_token("confirm", token, dt.timedelta(days=6))
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 6 * 86_400 + 2)
    with pytest.raises(ExpiredLink):
        read_token("confirm", token, dt.timedelta(days=6))
    assert read_token("confirm", token) == ID


@pytest.mark.parametrize("encode", [str, lambda token: token.replace(":", "%3A")])
def test_a_token_never_stands_in_the_log(encode):
    token = make_token("leave", ID)
    record = logging.LogRecord(
        "x",
        logging.WARNING,
        "",
        0,
        "Not Found: %s",
        (f"/nyhedsbrev/afmeld/{encode(token)}/",),
        None,
    )
    RemovePersonalData().filter(record)
    assert token.rpartition(":")[2] not in record.getMessage()
    assert ID.hex not in record.getMessage()
    assert "/nyhedsbrev/afmeld/" in record.getMessage()
