"""The decision to send."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import TaskState, WorkflowState

from newsletter import tasks
from newsletter.issue_mail import issue_mail
from newsletter.models import IssuePage, Sending
from newsletter.services.check import NotReady, problems_of
from newsletter.services.count_links import with_counted_links
from newsletter.services.publish import publish_approved

LOG_APPROVED, LOG_SCHEDULED = "newsletter.approve_issue", "newsletter.schedule_issue"


def approve_issue(
    *,
    issue_id: int,
    approved_by: Any,
    revision_id: int | None = None,
    send_at: dt.datetime | None = None,
) -> Sending:
    """Approve the latest draft of an issue, publish it in the archive and begin to send it.

    send_at: when to begin, and to publish it; else at once.

    revision_id: the draft that the person has seen, 0 for an issue without any; a later one
    stands in the way. Without it whatever is latest is approved.

    May be called any number of times, also at once: the first call decides, all others get its
    result (promise N4). Whether the user may is the caller's business. Raises NotReady, and
    IssuePage.DoesNotExist.
    """
    with transaction.atomic():
        page = IssuePage.objects.select_for_update(of=("self",)).get(pk=issue_id)
        approved = Sending.objects.filter(issue=page).first()
        if approved is not None:
            return approved
        if revision_id is not None and revision_id != (page.latest_revision_id or 0):
            raise NotReady(
                [
                    _(
                        "The issue was changed after you opened this page. Look at it again: "
                        "what stands here now is what will be sent."
                    )
                ]
            )
        if send_at is not None and send_at <= timezone.now():
            raise NotReady([_("This time has passed. Choose one that is to come, or send now.")])
        revision = page.latest_revision or page.save_revision(user=approved_by)
        draft = revision.as_object()
        mail = issue_mail(draft)
        problems = problems_of(draft, mail)
        if problems:
            raise NotReady(problems)
        mail = with_counted_links(mail, issue_id=page.pk)
        # First of all: with a sending the issue can come out, and what comes out while its
        # workflow is running has its workflow cancelled.
        _finish_workflow(page, approved_by)
        sending = Sending.objects.create(
            issue=page,
            revision=revision,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            approved_by=approved_by,
            send_at=send_at,
        )
        if send_at is None:
            publish_approved(sending=sending)
            tasks.send_issue.delay_on_commit(page.pk)
            log(instance=page, action=LOG_APPROVED, user=approved_by, revision=revision)
        else:
            log(
                instance=page,
                action=LOG_SCHEDULED,
                user=approved_by,
                revision=revision,
                data={"send_at": send_at.isoformat()},
            )
    return sending


def _finish_workflow(page: IssuePage, approved_by: Any) -> None:
    """End the workflow of an issue, if one is running, as approved by this person."""
    workflow = page.current_workflow_state
    if workflow is None:
        return
    # The decision is made: no further task is begun, or its people would be asked for approval.
    task = workflow.current_task_state
    if task is not None and task.status == TaskState.STATUS_IN_PROGRESS:
        task.specific.approve(user=approved_by, update=False)
    # What was sent back is taken up again: one of those who decide has just done so.
    workflow.status = WorkflowState.STATUS_IN_PROGRESS
    workflow.finish(user=approved_by)
