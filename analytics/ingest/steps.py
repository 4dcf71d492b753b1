"""How a hit is taken in, step by step."""

from __future__ import annotations

from collections.abc import Callable

from lederweb.lib.periods import Month

from . import normalise, stream
from .drop import reason_to_drop
from .submission import Hit, Reason, Submission
from .visitor import visitor_hash


def take(submission: Submission, *, key_of: Callable[[Month], bytes]) -> Reason | None:
    """Drop the submission or append it to the stream; returns the reason it was dropped for.

    When this returns, hit or drop stands in the stream. `key_of` gives the month's visitor key.
    Raises StreamAway when Redis did not take it, and whatever `key_of` raises.
    """
    reason = reason_to_drop(submission)
    if reason is not None:
        stream.append_drop(submission.at, reason)
        return reason
    key = key_of(Month.of(submission.at))
    referrer = normalise.referrer_group(submission.referrer, submission.campaign, submission.host)
    stream.append_hit(
        Hit(
            at=submission.at,
            kind=submission.kind,
            visitor=visitor_hash(key, submission.address, submission.user_agent),
            path=normalise.path(submission.path),
            object_id=normalise.object_id(submission.object_id),
            referrer=referrer,
            referrer_site=normalise.referrer_site(submission.referrer, referrer),
            campaign=normalise.campaign(submission.campaign),
            device=normalise.device(submission.user_agent),
            language=normalise.language(submission.headers.get("Accept-Language", "")),
            word=normalise.word(submission.word),
            amount=submission.amount,
            began=submission.began,
        )
    )
    return None
