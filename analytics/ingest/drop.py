"""Whom and what not to count, each with its reason."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from lederweb.lib.bots import is_bot, plays_sound
from lederweb.lib.prefetch import is_prefetch

from .submission import AUDIO, FEED, VIEW, Reason, Submission

# Pages that nobody outside the house sees.
_INSIDE = ("/admin/", "/dev/", "/stilguide/")


def reason_to_drop(submission: Submission) -> Reason | None:
    """The first reason to leave the submission out, cheapest first; None to keep it."""
    if not submission.path.startswith("/"):
        return Reason.MALFORMED
    if _is_foreign(submission):
        return Reason.FOREIGN
    if is_prefetch(submission.headers):
        return Reason.PREFETCH
    if submission.has_session:
        return Reason.STAFF
    if submission.path.startswith(_INSIDE):
        return Reason.PREVIEW
    if settings.HONOUR_OPT_OUT and _opts_out(submission):
        return Reason.OPTED_OUT
    if _is_program(submission):
        return Reason.BOT
    return None


def _is_program(submission: Submission) -> bool:
    """Sound is played by apps too, and feeds are fetched by programs: that is what they are for."""
    if submission.kind == FEED:
        return False
    if submission.kind == AUDIO:
        return not plays_sound(submission.user_agent)
    return is_bot(submission.user_agent)


def _is_foreign(submission: Submission) -> bool:
    """Whether another site's page sent it; a link to a document may stand anywhere."""
    if submission.kind != VIEW:
        return False
    if submission.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = submission.headers.get("Origin", "")
    try:
        return bool(origin) and urlsplit(origin).netloc != submission.host
    except ValueError:  # no address of ours is written so
        return True


def _opts_out(submission: Submission) -> bool:
    return submission.headers.get("DNT") == "1" or submission.headers.get("Sec-GPC") == "1"
