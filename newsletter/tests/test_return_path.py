"""Each delivery bounces to an address of its own that nobody else can make (promise N8)."""

import uuid

import pytest

from newsletter.models import Delivery
from newsletter.services.approve import approve_issue
from newsletter.services.bounced import is_hard
from newsletter.services.return_path import delivery_of, return_path
from newsletter.tasks import send_issue


@pytest.mark.django_db
def test_messages_leave_with_a_return_path_of_their_own(world, mail_server, settings):
    settings.NEWSLETTER_BOUNCE_ADDRESS = "bounce@lederweb.dk"
    for name in ("Karen", "Jens"):
        world.subscriber(name)
    issue = world.issue()
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    send_issue(issue.pk)
    for delivery in Delivery.objects.select_related("subscriber"):
        [taken] = mail_server.to(delivery.subscriber.email)
        assert delivery_of(taken.sender) == delivery.message_key
        assert len(taken.sender.partition("@")[0]) <= 64


def test_a_made_up_return_path_is_nobodys(settings):
    settings.NEWSLETTER_BOUNCE_ADDRESS = "bounce@lederweb.dk"
    key = uuid.uuid4()
    good = return_path(key)
    assert delivery_of(good) == key
    name, _at, domain = good.partition("@")
    other = "0" if name[-1] != "0" else "1"
    for bad in (f"{name[:-1]}{other}@{domain}", f"bounce+{key.hex}@{domain}", "x@y.dk", ""):
        assert delivery_of(bad) is None


@pytest.mark.parametrize(
    ("reply", "hard"),
    [
        ("550 5.1.1 no such user", True),
        ("553 5.1.2 no such domain", True),
        ("550 5.7.1 spam", False),
        ("550 5.1.8 sender's domain", False),
        ("450 4.1.1 not now", False),
        ("552 5.2.2 full", False),
    ],
)
def test_only_an_address_that_is_gone_is_a_hard_bounce(reply, hard):
    assert is_hard(reply) is hard
