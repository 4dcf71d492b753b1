"""After a restore: let mail go again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lederweb.core.signals import restored
from lederweb.mail.models import OutboxMail, SendingHold
from lederweb.mail.services.hold import release_sending


class Command(BaseCommand):
    help = (
        "Let mail go again after a restore. Shows what waits and asks first. What waited when "
        "the backup was made may have been sent by the site it was made from."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="Do not ask.")
        parser.add_argument(
            "--drop-waiting",
            action="store_true",
            help="Do not send what waited when the hold began; for a copy that is only a test.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        hold = SendingHold.objects.first()
        if hold is None:
            self.stdout.write("Mail is not held back.")
            return
        # A restore that was cut off has not told everybody. All who hear it may hear it twice.
        told = [answer for _receiver, answer in restored.send(sender=None)]
        waiting = OutboxMail.objects.filter(
            status__in=[OutboxMail.Status.WAITING, OutboxMail.Status.SENDING],
            created_at__lt=hold.since,
        )
        self.stdout.write(f"Mail has been held since {hold.since:%Y-%m-%d %H:%M}: {hold.reason}")
        self.stdout.write(f"Mails that waited when the hold began: {waiting.count()}.")
        for sentence in filter(None, told):
            self.stdout.write(sentence)
        if not options["yes"] and not _is_wanted():
            self.stdout.write("Mail is still held back.")
            return
        if options["drop_waiting"]:
            dropped = waiting.update(
                status=OutboxMail.Status.FAILED, reason="Dropped after a restore.", text="", html=""
            )
            self.stdout.write(f"Dropped {dropped}.")
        release_sending()
        self.stdout.write("Mail goes again.")


def _is_wanted() -> bool:
    try:
        return input("Let mail go? Write yes: ").strip().lower() == "yes"
    except EOFError:
        raise CommandError("There is nobody to ask: say --yes.") from None
