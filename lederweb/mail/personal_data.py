"""What is held about an e-mail address on all floors: shown, handed over and erased in one place.

Floors above register a `Holder` by Wagtail's hook `register_personal_data`. GDPR Articles 15 (access), 17 (erasure) and 20 (handing over); promise N10.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from wagtail import hooks

from lederweb.mail.addresses import canonical, identity
from lederweb.mail.models import OutboxMail, Suppression
from lederweb.mail.services.forget import forget_address
from lederweb.mail.services.suppress import suppression_of
from lederweb.users.models import User

HOOK = "register_personal_data"


@dataclass(frozen=True)
class Held:
    """What one holder has. `lines` are sentences for the secretary, `data` is all there is."""

    lines: list[str]
    data: Any


@dataclass(frozen=True)
class Holder:
    """One floor's share. Its functions are given the address as `addresses.identity` spells it.

    `find` returns None where nothing is held. `erase` is None where it is not for this page to
    erase; then `why_kept` says where that is done, or why it stays.
    """

    key: str
    label: str | Promise
    find: Callable[[str], Held | None]
    erase: Callable[[str], object] | None = None
    why_kept: str | Promise = ""


@dataclass(frozen=True)
class Found:
    holder: Holder
    held: Held


@dataclass
class Findings:
    """All that is held about an address."""

    address: str
    found: list[Found] = field(default_factory=list)

    @property
    def can_be_erased(self) -> bool:
        return any(each.holder.erase for each in self.found)

    def as_data(self) -> dict[str, Any]:
        """For the file that the person is given."""
        return {"email": self.address} | {each.holder.key: each.held.data for each in self.found}


def holders() -> list[Holder]:
    return [register() for register in hooks.get_hooks(HOOK)]


def held_about(address: str) -> Findings:
    """Raises ValidationError, with a sentence, when the address is none."""
    key = identity(address)
    findings = Findings(address=canonical(address))
    for holder in holders():
        held = holder.find(key)
        if held is not None:
            findings.found.append(Found(holder, held))
    return findings


def erase_everywhere(address: str) -> list[Holder]:
    """Erase what may be erased, all of it or nothing; returns whose share it was. May run twice.

    Raises ValidationError when the address is none.
    """
    with transaction.atomic():
        found = [each.holder for each in held_about(address).found if each.holder.erase]
        for holder in found:
            if holder.erase:
                holder.erase(identity(address))
    return found


# --- What this floor and the one below hold ---------------------------------------------------
def mails_to(address: str) -> Held | None:
    mails = OutboxMail.objects.filter(recipient__iexact=address).order_by("pk")
    facts = list(mails.values("purpose", "subject", "status", "reason", "created_at", "sent_at"))
    if not facts:
        return None
    lines: dict[str, int] = {}
    for fact in facts:
        lines[fact["subject"]] = lines.get(fact["subject"], 0) + 1
    return Held([f"{many} × {subject}" for subject, many in lines.items()], facts)


def erase_mails_to(address: str) -> int:
    return forget_address(address=address)


def suppressed(address: str) -> Held | None:
    found: Suppression | None = suppression_of(address)
    if found is None:
        return None
    data = {"reason": found.get_reason_display(), "since": found.created_at}
    return Held([found.get_reason_display()], data)


def log_in_of(address: str) -> Held | None:
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        return None
    data = {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "since": user.date_joined,
        "last_log_in": user.last_login,
        "roles": list(user.groups.values_list("name", flat=True)),
    }
    return Held([user.get_full_name() or user.email], data)
