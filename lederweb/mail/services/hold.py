"""Holding all mail back, and letting it go (promise O4)."""

from lederweb.mail.models import SendingHold


def hold_sending(*, reason: str) -> None:
    """From now on no mail is claimed. A hold that is there already keeps its reason."""
    SendingHold.objects.get_or_create(id=1, defaults={"reason": reason})


def release_sending() -> bool:
    """Let mail go again; whether it had been held."""
    deleted, _per_model = SendingHold.objects.all().delete()
    return bool(deleted)


def is_held() -> bool:
    return SendingHold.objects.exists()


# The same as a condition within a statement.
NOT_HELD_SQL = "NOT EXISTS (SELECT 1 FROM mail_sendinghold)"
