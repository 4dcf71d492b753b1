"""What comes back: one hard bounce suppresses, a soft one and a forged one do not (promise N8)."""

import datetime as dt
import mailbox
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from lederweb.mail.services.suppress import suppression_of
from lederweb.testing.bounces import SHAPES, bounce
from newsletter.bounces.judge import LARGEST, judge
from newsletter.models import AddressChange, BounceReport, Delivery, Sending
from newsletter.services.approve import approve_issue
from newsletter.services.change_address import ask_for_address, confirm_address
from newsletter.services.return_path import return_path
from newsletter.services.take_bounces import Report, fetch_bounces, fingerprint, take_bounces
from newsletter.tasks import fetch_bounces as fetch_task
from newsletter.tasks import send_issue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bounce_address(settings):
    settings.NEWSLETTER_BOUNCE_ADDRESS = "bounce@lederweb.dk"


@pytest.fixture
def karen(world):
    return world.subscriber("Karen")


@pytest.fixture
def sent(world, karen):
    """The return path of what went out to Karen."""
    delivery = Delivery.objects.create(issue=world.issue(pages=[]), subscriber=karen, state="sent")
    return return_path(delivery.message_key)


@pytest.fixture
def maildir(tmp_path, settings):
    box = mailbox.Maildir(tmp_path / "bounce", create=True)
    settings.NEWSLETTER_BOUNCES_URL = f"maildir://{tmp_path / 'bounce'}"
    return box


def take(content):
    return take_bounces([Report(fingerprint(content), judge(content))])


def kinds():
    return list(BounceReport.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_hard_bounce_of_any_mail_server_settles_and_suppresses(sent, karen, shape):
    take(bounce(sent, karen.email, shape=shape))
    delivery = Delivery.objects.get()
    assert delivery.state == "bounced"
    assert "5.1.1" in delivery.reason
    assert karen.email not in delivery.reason
    assert suppression_of(karen.email).reason == "bounced"
    assert BounceReport.objects.get().issue_id == delivery.issue_id


@pytest.mark.parametrize("shape", SHAPES)
def test_a_soft_bounce_of_any_mail_server_is_counted_and_changes_nothing(sent, karen, shape):
    take(bounce(sent, karen.email, shape=shape, status="4.4.7", diagnostic="450 4.4.7 too long"))
    assert Delivery.objects.get().state == "sent"
    assert suppression_of(karen.email) is None
    assert kinds() == ["soft"]


def test_whose_bounce_it_is_is_found_without_reading_the_ledger(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # as with more than a few rows
    plan = Delivery.objects.filter(message_key__in=[uuid.uuid4(), uuid.uuid4()]).explain()
    assert "delivery_by_key" in plan


def test_a_delay_is_soft_whatever_its_status(sent, karen):
    take(bounce(sent, karen.email, action="delayed", status="4.0.0"))
    assert kinds() == ["soft"]
    assert Delivery.objects.get().state == "sent"


def test_a_notice_of_success_is_no_bounce(sent, karen):
    take(bounce(sent, karen.email, action="delivered", status="2.0.0", diagnostic="250 ok"))
    assert kinds() == ["unknown"]
    assert suppression_of(karen.email) is None


@pytest.mark.parametrize(
    ("status", "is_gone"),
    [
        ("5.1.1", True),
        ("5.1.10", True),
        ("5.2.1", True),
        ("5.0.0", True),
        ("5.7.1", False),  # a spam filter
        ("5.1.8", False),  # our own address
        ("5.2.2", False),  # full
        ("5.4.4", False),  # no route
        ("5.4.7", False),  # too long on the way
    ],
)
def test_what_failed_for_good_bounces_and_only_an_address_that_is_gone_is_left_alone(
    sent, karen, status, is_gone
):
    take(bounce(sent, karen.email, status=status, diagnostic=""))
    assert Delivery.objects.get().state == "bounced"
    assert bool(suppression_of(karen.email)) is is_gone


def test_a_late_bounce_of_the_old_address_leaves_the_new_one_alone(sent, karen):
    Delivery.objects.update(claimed_at=timezone.now() - dt.timedelta(hours=1))
    ask_for_address(subscriber=karen, address="karen@nyt-job.example")
    confirm_address(change_id=AddressChange.objects.get().public_id)
    take(bounce(sent, karen.email))
    assert Delivery.objects.get().state == "bounced"
    assert suppression_of("karen@nyt-job.example") is None


@pytest.mark.parametrize(
    "alter",
    [
        lambda path: path.replace("bounce+", "bounce+f"),
        lambda path: path[:20] + ("0" if path[20] != "0" else "1") + path[21:],
        lambda path: path.partition("-")[0] + "-" + "0" * 16 + "@lederweb.dk",
        lambda path: f"bounce+{uuid.uuid4().hex}-{path.partition('-')[2]}",
        lambda path: "bounce@lederweb.dk",
        lambda path: "info@lederweb.dk",
    ],
)
def test_a_forged_return_path_changes_nothing(sent, karen, alter):
    take(bounce(alter(sent), karen.email))
    assert Delivery.objects.get().state == "sent"
    assert suppression_of(karen.email) is None
    assert kinds() == ["forged"]


def test_a_return_path_of_another_site_is_forged(sent, karen, settings):
    settings.SECRET_KEY = "another-key-that-signs-differently-and-is-long-enough"
    forged = return_path(Delivery.objects.get().message_key)
    settings.SECRET_KEY = "the-first-key-again-but-not-the-one-that-signed-it"
    take(bounce(forged, karen.email))
    assert kinds() == ["forged"]


def test_the_local_part_is_short_enough_for_every_server(sent):
    name, _at, domain = sent.rpartition("@")
    assert len(name) <= 64  # RFC 5321 §4.5.3.1.1
    assert domain == "lederweb.dk"


def test_the_return_path_is_found_where_the_mailbox_writes_it(sent, karen):
    content = bounce("bounce@lederweb.dk", karen.email)
    take(f"Delivered-To: {sent.upper()}\n".encode() + content)
    assert Delivery.objects.get().state == "bounced"


def test_an_out_of_office_reply_is_no_bounce(sent, karen):
    take(
        f"From: {karen.email}\nTo: {sent}\nSubject: Autosvar: ferie\n"
        "Auto-Submitted: auto-replied\n\nJeg er på ferie til den 3. august. 550 hilsner\n".encode()
    )
    assert kinds() == ["auto_reply"]
    assert Delivery.objects.get().state == "sent"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00" * 200,
        b"Content-Type: multipart/report; boundary=a\n\n" + b"--a\n" * 20_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
        b"Content-Type: message/rfc822\n\n" * 5000,
        b"To: " + b"a+" * 100_000 + b"@lederweb.dk\n\n",
        b"Content-Type: multipart/report; boundary=\"" + b"=" * 200_000 + b"\"\n\nhej",
        b"Content-Type: text/plain; charset=no-such\nX-Failed-Recipients: x\n\n550 5.1.1 no",
    ],
    ids=["nothing", "noise", "parts", "nested", "returned", "address", "boundary", "charset"],
)  # fmt: skip
def test_what_is_made_to_hurt_is_put_down_as_nothing_of_ours(sent, karen, content):
    take(content)
    assert suppression_of(karen.email) is None
    assert Delivery.objects.get().state == "sent"


def test_a_huge_message_is_read_only_so_far(sent, karen):
    content = bounce(sent, karen.email) + b"\nx" * LARGEST
    assert judge(content).kind == "hard"
    late = b"X-Filler: y\n" * (LARGEST // 12 + 1) + content
    assert judge(late).kind == "unknown"


def test_the_mailbox_is_emptied_and_each_message_handled_once(sent, karen, maildir):
    hard, other = bounce(sent, karen.email), b"From: x@example.org\nSubject: Hej\n\nHej\n"
    maildir.add(hard)
    maildir.add(hard)
    maildir.add(other)
    assert fetch_bounces() == 3
    assert len(maildir) == 0
    assert sorted(kinds()) == ["hard", "unknown"]
    aside = maildir.get_folder("Lederweb-til-side")
    assert [message.get("Subject") for message in aside] == ["Hej"]
    assert fetch_bounces() == 0


def test_who_was_killed_before_the_mailbox_was_emptied_has_done_it_once(sent, karen, maildir):
    content = bounce(sent, karen.email)
    take(content)
    maildir.add(content)
    fetch_bounces()
    assert kinds() == ["hard"]
    assert len(maildir) == 0


def test_a_mailbox_that_is_away_is_tried_again_later(settings, tmp_path):
    settings.NEWSLETTER_BOUNCES_URL = f"maildir://{tmp_path / 'nothing'}"
    fetch_task()  # says so in the log and raises nothing
    settings.NEWSLETTER_BOUNCES_URL = "imaps://user:secret@127.0.0.1:1/INBOX"
    fetch_task()


def test_a_send_pauses_itself_at_five_percent_bounces(world, mail_server):
    readers = [world.subscriber(f"reader{number}") for number in range(120)]
    issue = world.issue()
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    # The last reader is to be tried later, so that the sending is still going.
    last = readers[-1].email
    mail_server.answer = lambda recipient: "451 4.7.1 later" if recipient == last else None
    send_issue(issue.pk)
    paths = {taken.recipient: taken.sender for taken in mail_server.taken}
    for number in range(6):
        assert Sending.objects.get().state == "sending"
        take(bounce(paths[readers[number].email], readers[number].email))
    sending = Sending.objects.get()
    assert sending.state == "paused"
    assert "6" in sending.trouble


def test_a_bounce_that_overtakes_the_servers_answer_stays_a_bounce(sent, karen):
    Delivery.objects.update(state="claimed", settled_at=None)
    take(bounce(sent, karen.email))
    delivery = Delivery.objects.get()
    assert delivery.state == "bounced"
    assert delivery.settled_at is not None


def test_an_erased_readers_bounce_still_counts(sent, karen):
    karen.delete()
    take(bounce(sent, "karen@example.org"))
    assert Delivery.objects.get().state == "bounced"
