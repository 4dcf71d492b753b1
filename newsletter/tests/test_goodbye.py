"""Why readers leave: asked afterwards, counted, and tied to nobody."""

import pytest
from django.utils import timezone

from lederweb.mail.links import make_token
from newsletter.emails import LEAVE
from newsletter.forms import GoodbyeForm
from newsletter.models import Goodbye, GoodbyeRemark
from newsletter.services.goodbye import delete_old_remarks, reasons_since, say_why
from newsletter.tests.conftest import OURS

pytestmark = pytest.mark.django_db

PATH = "/nyhedsbrev/farvel/"


def say(client, **data):
    return client.post(PATH, {"proof": GoodbyeForm().make_proof()} | data, **OURS)


def test_the_page_that_says_goodbye_asks_without_the_link_that_knows_who(world, client):
    karen = world.subscriber("Karen")
    token = make_token(LEAVE, karen.public_id)
    page = client.post(f"/nyhedsbrev/afmeld/{token}/").content.decode()
    assert f'action="{PATH}"' in page
    assert not Goodbye.objects.exists()


def test_answers_are_counted_by_month(world, client):
    assert world.home
    for _time in range(3):
        assert say(client, reason="too_often").status_code == 200
    counted = Goodbye.objects.get()
    assert (counted.count, counted.month.day) == (3, 1)
    assert reasons_since(counted.month)[0][1] == 3


def test_a_remark_is_kept_without_moment_and_without_addresses(world, client):
    assert world.home
    say(client, remark="Skriv til karen@example.org i stedet")
    remark = GoodbyeRemark.objects.get()
    assert "karen" not in remark.text
    assert {field.attname for field in GoodbyeRemark._meta.fields} == {"id", "month", "text"}
    assert not Goodbye.objects.exists()


def test_nothing_has_to_be_said_and_nonsense_is_refused(world, client):
    assert world.home
    assert say(client).status_code == 200
    assert say(client, reason="nonsense").status_code == 400
    assert say(client, remark="a" * 301).status_code == 400
    assert not GoodbyeRemark.objects.exists()


def test_remarks_are_forgotten_after_a_year(db):
    say_why(reason="other", remark="Farvel")
    GoodbyeRemark.objects.update(month=timezone.localdate().replace(day=1, year=2020))
    assert delete_old_remarks() == 1
    assert Goodbye.objects.exists()
