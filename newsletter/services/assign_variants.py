"""Which reader gets which variant of an issue."""

from __future__ import annotations

from newsletter.models import Sending


def assign_variants(sending: Sending) -> None:
    """Set `variant` on the deliveries of a sending, in as few statements as there are variants.

    Called once, in the transaction that has just written the deliveries. A delivery without a
    variant gets the general edition, and all have none to begin with.
    """
