"""What a person can do to a sending: one table for its page, its addresses and the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsletter.models import Sending
from newsletter.services import control

_State = Sending.State


@dataclass(frozen=True)
class SendingAction:
    """`states`: in which a sending takes it. `do` says whether it did anything."""

    name: str
    states: tuple[str, ...]
    label: Promise
    question: Promise
    done: Promise
    do: Callable[..., bool]

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
        question=_("The sending goes on where it was paused. Nobody gets the issue twice."),
        done=_("The sending goes on."),
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
    ),
)
