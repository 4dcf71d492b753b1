"""Hard, soft, forged and other bounces come back to the mailbox, and a send pauses (promise N8).

./dev drill newsletter-bounces [readers] [seed]
"""

from __future__ import annotations

import mailbox
import random
import shutil
import sys
from typing import Any
from zlib import crc32

from lederweb.testing.bounces import SHAPES, bounce
from lederweb.testing.mail_server import MailServer
from lederweb.testing.site import files, fill

READERS = 400
_SPAM = "From: x@example.org\nTo: bounce@lederweb.dk\nSubject: Tilbud\n\n5.1.1\n"


def play() -> int:
    import logging

    import django

    words = sys.argv[1:]
    readers = int(words[0]) if words else READERS
    seed = int(words[1]) if len(words) > 1 else random.SystemRandom().randrange(10**6)
    print(f"Seed {seed}; {readers} readers. Filling a site of its own …", flush=True)
    django.setup()
    logging.disable(logging.ERROR)
    fill()
    from django.conf import settings

    from lederweb.testing.mailing import make_readers

    box = files() / "bounces"
    shutil.rmtree(box, ignore_errors=True)
    settings.NEWSLETTER_BOUNCE_ADDRESS = "bounce@lederweb.dk"
    settings.NEWSLETTER_BOUNCES_URL = f"maildir://{box}"
    maildir = mailbox.Maildir(box, create=True)
    make_readers(readers)
    chance = random.Random(seed)
    with MailServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        kept = [mixed(maildir, server, chance), pausing(maildir, server)]
    print("  Kept." if all(kept) else "  Broken.")
    return int(not all(kept))


def sent(server: MailServer) -> tuple[Any, dict[str, str]]:
    """An issue that went out, and each recipient's return path as the server saw it."""
    from lederweb.testing.mailing import make_issue
    from newsletter.services.approve import approve_issue
    from newsletter.services.send import send_issue

    issue = make_issue(35)
    server.taken.clear()
    approve_issue(issue_id=issue.pk, approved_by=None)
    while send_issue(issue_id=issue.pk):
        pass
    return issue, {taken.recipient: taken.sender for taken in server.taken}


def mixed(maildir: mailbox.Maildir, server: MailServer, chance: random.Random) -> bool:
    """Of all kinds, some twice; only the hard ones with our signature do anything."""
    from lederweb.mail.models import Suppression
    from newsletter.models import BounceReport, Delivery
    from newsletter.services.take_bounces import fetch_bounces

    Suppression.objects.all().delete()
    BounceReport.objects.all().delete()
    issue, paths = sent(server)
    people = list(paths)
    chance.shuffle(people)
    few = len(people) // 50
    hard, soft, forged = people[:few], people[few : 3 * few], people[3 * few : 5 * few]
    messages = [bounce(paths[who], who, shape=chance.choice(SHAPES)) for who in hard]
    messages += [
        bounce(paths[who], who, status="4.4.7", shape=chance.choice(SHAPES)) for who in soft
    ]
    messages += [
        bounce(paths[who].replace("@", "0@").replace("bounce+", "bounce+1"), who) for who in forged
    ]
    messages += [*messages[: few // 2], *[_SPAM.encode()] * 3]
    chance.shuffle(messages)
    for message in messages:
        maildir.add(message)
    handled = fetch_bounces() + fetch_bounces()
    states = Delivery.objects.filter(issue=issue).by_state()
    kinds = {
        kind: BounceReport.objects.filter(kind=kind).count() for kind in BounceReport.Kind.values
    }
    suppressed = Suppression.objects.filter(reason="bounced").count()
    print(f"  at the server: {len(paths)} mails; fed: {len(hard)} hard, {len(soft)} soft, ", end="")
    print(f"{len(forged)} forged, {few // 2} of them twice, 3 others; handled {handled}")
    print(f"  bounced {states['bounced']}, suppressed {suppressed}, left {len(maildir)}; {kinds}")
    return (
        states["bounced"] == suppressed == kinds["hard"] == len(hard)
        and kinds["soft"] == len(soft)
        and kinds["forged"] == len(forged)
        and handled == len(messages)
        and len(maildir) == 0
    )


def pausing(maildir: mailbox.Maildir, server: MailServer) -> bool:
    """The first bounces come while one reader in ten is still to be tried again."""
    from newsletter.models import Sending
    from newsletter.services.take_bounces import fetch_bounces

    server.answer = lambda recipient: (
        "451 4.7.1 later" if crc32(recipient.encode()) % 10 == 0 else None
    )
    issue, paths = sent(server)
    fed = 0
    state = "sending"
    for who, path in paths.items():
        maildir.add(bounce(path, who))
        fetch_bounces()
        fed += 1
        state = Sending.objects.get(issue=issue).state
        if state != "sending" or fed > len(paths) // 10:
            break
    share = 100 * fed / len(paths)
    print(f"  the second send is {state} after {fed} bounces of {len(paths)} mails ({share:.1f} %)")
    return state == "paused" and 5 <= share < 6


if __name__ == "__main__":
    sys.exit(play())
