"""An issue's page in the archive."""

from __future__ import annotations

from newsletter.models import Sending


def publish_approved(*, sending: Sending) -> None:
    """Make the issue's page public as it was approved; nothing when it is already.

    Called when the issue is sent at once, and else when its time has come: the mail leads to the
    page, so it is public before the first mail is out, and not before.
    """
    issue = sending.issue
    if issue.live:
        return
    revision = sending.revision or issue.get_latest_revision()
    if revision is not None:
        revision.publish(user=sending.approved_by, skip_permission_checks=True)
