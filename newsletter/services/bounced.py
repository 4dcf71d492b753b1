"""What a mail server's refusal says about an address."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from lederweb.mail.models import Suppression
from lederweb.mail.services.suppress import suppress

# RFC 3463 §3.2: no such mailbox, no such domain, not an address, moved without a forwarding
# address, a domain that takes no mail (RFC 7505). 5.1.7 and 5.1.8 are about the sender.
_GONE = re.compile(r"\A5\d\d[ -]5\.1\.(1|2|3|6|10)\b")


def is_hard(reply: str) -> bool:
    """Whether a reply such as "550 5.1.1 unknown user" says that the address is no good."""
    return _GONE.match(reply) is not None


def note_refused(refusals: Iterable[tuple[str, str]]) -> int:
    """Of (address, reply), suppress addresses that do not exist; how many there were.

    Called by the sender at the end of a slice in which the server took most of the mails; may be
    repeated. Whoever is refused to a sender that is killed first is refused the next issue, too.
    """
    gone = [address for address, reply in refusals if is_hard(reply)]
    for address in gone:
        try:
            suppress(address=address, reason=Suppression.Reason.BOUNCED)
        except ValidationError:
            continue  # a row written past the model's check is no address to begin with
    return len(gone)
