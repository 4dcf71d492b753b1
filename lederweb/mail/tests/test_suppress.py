"""The suppression list."""

import pytest
from django.db import connection

from lederweb.mail.models import Suppression
from lederweb.mail.services.suppress import is_suppressed, lift, suppress

pytestmark = pytest.mark.django_db


def test_an_address_is_suppressed_in_whatever_case_it_is_written():
    suppress(address="Karen@Example.org", reason="bounced")
    assert is_suppressed("karen@example.org")
    assert not is_suppressed("jens@example.org")


def test_only_a_hash_is_kept():
    suppress(address="karen@example.org", reason="erased")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text FROM mail_suppression s")
        [row] = cursor.fetchone()
    assert "karen" not in row
    assert "example" not in row


def test_the_first_reason_stays():
    suppress(address="karen@example.org", reason="bounced")
    suppress(address="karen@example.org", reason="asked")
    assert Suppression.objects.get().reason == "bounced"


def test_it_can_be_lifted():
    suppress(address="karen@example.org", reason="bounced")
    assert lift(address="KAREN@example.org")
    assert not is_suppressed("karen@example.org")
    assert not lift(address="karen@example.org")


def test_it_holds_when_the_sites_key_is_changed(settings):
    suppress(address="karen@example.org", reason="bounced")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-new-key"
    assert is_suppressed("karen@example.org")
    suppress(address="karen@example.org", reason="asked")
    assert Suppression.objects.get().reason == "bounced"
