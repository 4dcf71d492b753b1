"""What a person can do to a sending: one table for its page, its addresses and the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsletter.models import Delivery, Sending
from newsletter.services import control

_State = Sending.State


@dataclass(frozen=True)
class SendingAction:
    """`states`: in which a sending takes it. `do` says whether it did anything. `about`: the
    deliveries that it is for, where it is not for the whole; without any it is not offered."""

    name: str
    states: tuple[str, ...]
    label: Promise
    question: Promise
    done: Promise
    do: Callable[..., bool]
    is_possible: Callable[[Sending], bool] = lambda sending: True
    about: Callable[[Sending], QuerySet] | None = None

    def fits(self, sending: Sending) -> bool:
        if sending.state not in self.states or not self.is_possible(sending):
            return False
        return self.about is None or self.about(sending).exists()

    @property
    def log_action(self) -> str:
        return f"newsletter.{self.name}_sending"


ACTIONS = (
    SendingAction(
        name="pause",
        states=(_State.APPROVED, _State.SENDING),
        label=_("Pause the sending"),
        question=_(
            "No more mails go out until somebody resumes the sending. What is on its way at "
            "this moment arrives."
        ),
        done=_("The sending is paused."),
        do=control.pause_sending,
    ),
    SendingAction(
        name="resume",
        states=(_State.PAUSED,),
        label=_("Resume the sending"),
        question=_(
            "The sending goes on where it was paused, or begins at its time when that is still to "
            "come. Nobody gets the issue twice."
        ),
        done=_("The pause is over."),
        do=control.resume_sending,
    ),
    SendingAction(
        name="stop",
        states=(_State.APPROVED, _State.SENDING, _State.PAUSED),
        label=_("Stop the sending"),
        question=_(
            "Whoever has not got the issue yet does not get it. It cannot be undone, and what "
            "is sent cannot be called back. The issue’s page stays in the archive until you "
            "unpublish it."
        ),
        done=_("The sending is stopped."),
        do=control.stop_sending,
        is_possible=lambda sending: not _is_to_come(sending),
    ),
    SendingAction(
        name="cancel",
        states=(_State.APPROVED, _State.PAUSED),
        label=_("Cancel the sending"),
        question=_(
            "The issue is not sent at the time that was chosen. It can be changed, and "
            "sent when you choose to."
        ),
        done=_(
            "The sending is cancelled. The issue has not been sent. It can be changed, and sent "
            "when you choose."
        ),
        do=control.cancel_sending,
        is_possible=lambda sending: _is_to_come(sending),
    ),
    SendingAction(
        name="resend",
        states=control.RESENDING,
        label=_("Send the uncertain ones again"),
        question=_(
            "Nobody knows whether these messages arrived. Sent again, some readers may get the "
            "issue twice; both copies carry the same number, so many mail programs show only one."
        ),
        done=_(
            "The uncertain messages are in the queue again. Where the sending is paused, they go "
            "out when it is resumed."
        ),
        do=control.resend_uncertain,
        about=lambda sending: Delivery.objects.filter(
            issue_id=sending.issue_id, state=Delivery.State.UNCERTAIN
        ),
    ),
    SendingAction(
        name="resend_refused",
        states=control.RESENDING,
        label=_("Send to the refused again"),
        question=_(
            "The mail server refused these messages for another reason than the address, such as "
            "a rule against unwanted mail or a full mailbox. Send again when the cause is mended; "
            "else they are refused once more. Nobody gets the issue twice. Addresses that do not "
            "exist are not tried again."
        ),
        done=_(
            "The refused messages are in the queue again. Where the sending is paused, they go "
            "out when it is resumed."
        ),
        do=control.resend_refused,
        about=lambda sending: Delivery.objects.filter(issue_id=sending.issue_id).to_send_again(),
    ),
)


def _is_to_come(sending: Sending) -> bool:
    """It has a time, and has not begun: nothing of it is out, nor its page."""
    if sending.started_at is not None or sending.send_at is None:
        return False
    return not sending.is_due() or sending.state == _State.PAUSED
