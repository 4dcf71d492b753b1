"""Sending an approved issue, one slice of time after another."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import deque

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lederweb.mail.channels import Answer, Channel, Offer, State
from lederweb.mail.fleet import Fleet
from lederweb.mail.headers import BadHeader
from lederweb.mail.services.hold import is_held
from lederweb.mail.smtp import Outcome, describe, is_remote
from newsletter import ledger
from newsletter.ledger import Candidate, Sender, Settled
from newsletter.letters import Letters
from newsletter.models import Delivery, Sending
from newsletter.services import bounced, watch
from newsletter.services.check import NotReady

logger = logging.getLogger(__name__)

# A worker that is told to stop finishes its slice first; `./dev down` and most supervisors
# wait at least this long.
SLICE_SECONDS = 8
# A wave goes on when all connections are ready, or so long after the first one is: one slow
# answer holds up nobody else.
GATHER_SECONDS = 0.01
PAGE = 200
# So many results are settled at once where no wave does it: where nobody is taken there is none.
MOST_UNSETTLED = 50
# A recipient at whose turn the connection to a server of our own broke goes behind the others for
# a while; one far away is left alone as long as after a "later".
STEP_BACK = dt.timedelta(minutes=5)
# So many connections in a row that brought nothing are no accident.
MOST_BROKEN = 3


def begin_sending(*, issue_id: int) -> bool:
    """Freeze the audience of an issue whose time has come; whether it was us who did."""
    sending = Sending.objects.filter(issue_id=issue_id, state=Sending.State.APPROVED).first()
    if sending is None or is_held() or not sending.is_due():
        return False
    try:
        begun = ledger.freeze_audience(sending)
    except DatabaseError:
        raise  # the beat tries again
    except NotReady as error:
        with override(settings.LANGUAGE_CODE):
            words = _("Checked again before sending, the issue is not ready: %(problems)s")
        watch.pause_by_itself(sending, words % {"problems": error})
        return False
    except Exception as error:
        # Something of the issue was taken away since it was approved, such as a picture's file.
        # Nothing of it is out, and trying again mends nothing: a person looks.
        logger.exception("Issue %d cannot begin.", issue_id)
        watch.pause_by_itself(sending, describe(error))
        return False
    if begun:
        logger.info("Issue %d: sending begins.", issue_id)
    return begun


def send_issue(*, issue_id: int) -> bool:
    """Send for a slice of time; True when there is more to send at once.

    May run any number of times, also at once: who finds no place at the issue does nothing. What
    is left after a fault is continued by the beat (`newsletter.resume_sending`).
    """
    if is_held():
        return False
    begin_sending(issue_id=issue_id)
    with ledger.sender_of(issue_id, settings.NEWSLETTER_SENDERS) as sender:
        if sender is None:
            return False
        sending = Sending.objects.filter(issue_id=issue_id).first()
        if sending is None:
            return False
        orphans = ledger.settle_orphans(issue_id)
        if orphans:
            logger.warning("Issue %d: %d deliveries are uncertain.", issue_id, orphans)
        if sending.state == Sending.State.STOPPED:
            # What was in a worker's hands at that moment and came back to be tried again.
            ledger.withdraw_queued(issue_id)
        if sending.state != Sending.State.SENDING or not sending.is_patient():
            return False
        more = Slice(sending, sender).run()
        return not ledger.finish(sending) and more


class Slice:
    """One sender at work on an issue for some seconds.

    An envelope may be with the server before its delivery is claimed; the message never is. So
    at any moment at most one message for each connection can become doubtful.
    """

    def __init__(self, sending: Sending, sender: Sender) -> None:
        self._sending, self._sender = sending, sender
        self._letters = Letters(sending)
        self._most_connections = settings.NEWSLETTER_CONNECTIONS
        self._most_each = settings.NEWSLETTER_MESSAGES_PER_CONNECTION  # of one connection
        self._is_remote = is_remote()
        self._health = watch.Health(sending)
        self._waiting: deque[Candidate] = deque()
        self._unwanted: list[int] = []
        self._results: list[Settled] = []
        self._refusals: list[tuple[str, str]] = []
        self._in_hand: dict[int, Candidate] = {}
        self._suspects: set[int] = set()
        self._is_dry = False  # nothing more to read from the ledger
        self._is_over = False  # claim no more
        self._trouble = ""
        self._is_away = False  # the mail server, which then says nothing about a recipient
        self._allowed = 1  # connections; doubled as the server takes messages
        self._first_open = float("inf")  # since when a connection waits for the wave
        self._accepted = self._unanswered = 0
        self._broken = self._doubts = 0  # in a row

    def run(self) -> bool:
        """True when the time was over before the work."""
        ends = time.monotonic() + SLICE_SECONDS
        with Fleet() as self._fleet:
            while True:
                self._is_over = self._is_over or time.monotonic() >= ends
                if self._step():
                    break
            self._settle()
        if self._refusals and self._health.most_are_taken():
            # Only now: a server that refuses everybody says nothing about an address.
            bounced.note_refused(self._refusals)
        timed_out = time.monotonic() >= ends and not self._trouble
        self._health.note(
            self._trouble,
            accepted=self._accepted,
            unanswered=self._unanswered,
            is_away=self._is_away,
        )
        return timed_out and bool(self._waiting or self._in_hand or not self._is_dry)

    def _step(self) -> bool:
        """One look at the connections; True when nothing is left to do for this slice."""
        fleet = self._fleet
        if len(self._results) >= MOST_UNSETTLED:
            self._settle()
            self._look_whether_it_goes_on()
        if not self._is_over:
            self._read_ledger()
            needed = min(self._allowed, len(self._waiting) + len(self._in_hand))
            fleet.want(needed)
        if not fleet.tend():
            self._broken += 1
            if not fleet.channels or self._broken >= MOST_BROKEN:
                self._stop(fleet.trouble)
        if not self._is_over:
            for channel in fleet.channels:
                if channel.state is State.IDLE:
                    self._offer_next(channel)
        opened = [channel for channel in fleet.channels if channel.state is State.OPEN]
        busy = any(
            channel.state is State.BUSY and not (self._is_over and channel.message is None)
            for channel in fleet.channels
        )
        if self._is_over and not busy:
            return True
        if opened and not self._is_over:
            now = time.monotonic()
            self._first_open = min(self._first_open, now)
            if not busy or now - self._first_open > GATHER_SECONDS:
                self._go_on(opened)
                return False
        elif not busy and not fleet.is_opening:
            if self._results or self._unwanted:
                self._settle()
            elif not self._waiting and self._is_dry:
                return True
        self._hear(fleet.wait(GATHER_SECONDS if opened and not self._is_over else 0.5))
        return False

    def _read_ledger(self) -> None:
        if self._waiting or self._is_dry:
            return
        besides = [*self._in_hand, *(result.delivery_id for result in self._results)]
        found, unwanted = self._sender.next_page(PAGE, [*besides, *self._unwanted])
        self._waiting.extend(found)
        self._unwanted += unwanted
        self._is_dry = not found and not unwanted

    def _next_offer(self) -> Offer | None:
        while self._waiting and not self._is_over:
            candidate = self._waiting.popleft()
            try:
                sender, recipient = self._letters.envelope(candidate)
            except BadHeader as error:
                self._add(candidate, Delivery.State.REFUSED, str(error))
                continue
            self._in_hand[candidate.delivery_id] = candidate
            return Offer(candidate, sender, recipient)
        return None

    def _offer_next(self, channel: Channel) -> None:
        if channel.delivered >= self._most_each:
            self._fleet.drop(channel)
            return
        offer = self._next_offer()
        if offer is not None:
            self._hear(channel.make(offer, eight_bit=self._eight_bit(channel, offer.key)))

    def _eight_bit(self, channel: Channel, candidate: Candidate) -> bool:
        if not channel.takes_eight_bit:
            return False
        return self._letters.of(candidate.variant_id, eight_bit=True).is_eight_bit

    def _go_on(self, opened: list[Channel]) -> None:
        """The wave: settle the last, claim the next, and hand over what is claimed."""
        rate = settings.NEWSLETTER_RATE
        if rate:
            opened = opened[: max(1, rate // (5 * settings.NEWSLETTER_SENDERS))]
            time.sleep(ledger.turns(len(opened), rate))
        claims = [channel.offer.key.delivery_id for channel in opened if channel.offer]
        claimed = self._settle(claims)
        self._first_open = float("inf")
        for channel in opened:
            assert channel.offer is not None
            candidate = channel.offer.key
            if candidate.delivery_id not in claimed:
                # Nothing was written of the message, so nothing of it is sent.
                del self._in_hand[candidate.delivery_id]
                channel.offer = None
                self._fleet.drop(channel)
                continue
            self._hand_over(channel, candidate)
        if not claimed and claims:
            self._look_whether_it_goes_on()

    def _hand_over(self, channel: Channel, candidate: Candidate) -> None:
        try:
            eight_bit = self._eight_bit(channel, candidate)
            content = self._letters.fill(candidate, eight_bit=eight_bit)
        except BadHeader as error:
            self._add(candidate, Delivery.State.REFUSED, str(error))
            channel.offer = None
            self._fleet.drop(channel)
            return
        following = self._next_offer() if channel.delivered + 1 < self._most_each else None
        eight_bit = following is not None and self._eight_bit(channel, following.key)
        self._hear(channel.deliver(content, following, eight_bit=eight_bit))

    def _settle(self, claims: list[int] | None = None) -> set[int]:
        results, self._results = self._results, []
        unwanted, self._unwanted = self._unwanted, []
        claimed = self._sender.wave(results, claims or [], unwanted)
        if self._sender.lost_connection:
            self._is_over, self._trouble = True, self._trouble or "PostgreSQL was away."
        if self._health.is_bad():
            self._is_over = True
        return claimed

    def _look_whether_it_goes_on(self) -> None:
        going = Sending.objects.filter(pk=self._sending.pk, state=Sending.State.SENDING)
        if is_held() or not going.exists():
            self._is_over = True

    def _hear(self, answers: list[Answer]) -> None:
        for answer in answers:
            self._take(answer)

    def _take(self, answer: Answer) -> None:
        candidate: Candidate = answer.offer.key
        outcome, reason = answer.result.outcome, answer.result.reason
        if outcome is Outcome.ACCEPTED:
            self._accepted += 1
            self._broken = self._doubts = 0
            if self._accepted >= self._allowed:
                self._allowed = min(2 * self._allowed, self._most_connections)
            self._add(candidate, Delivery.State.SENT)
        elif outcome is Outcome.REFUSED:
            self._broken = 0
            self._refusals.append((candidate.email, reason))
            self._add(candidate, Delivery.State.REFUSED, reason)
        elif outcome is Outcome.LATER:
            self._broken = 0
            self._later(candidate, watch.RETRY_AFTER, reason)
        elif outcome is Outcome.UNKNOWN:
            # The message may have arrived: sending it again is a person's decision (promise N3).
            self._unanswered += 1
            self._doubts += 1
            self._add(candidate, Delivery.State.UNCERTAIN, reason)
            # As many in a row as there are connections: it takes nothing any more.
            if not self._accepted or self._doubts >= self._allowed:
                self._stop(reason)
        else:
            self._not_taken(answer, candidate, reason)

    def _not_taken(self, answer: Answer, candidate: Candidate, reason: str) -> None:
        if answer.is_away:
            # It says nothing about this recipient, who keeps the place in the queue.
            del self._in_hand[candidate.delivery_id]
            self._stop(reason)
        elif answer.is_message:
            self._step_back(candidate, reason)
        elif answer.is_fresh and (self._is_remote or candidate.delivery_id in self._suspects):
            # A new connection ended at this recipient before it had brought anything; at a server
            # of our own twice.
            self._step_back(candidate, reason)
            self._broken += 1
            if self._broken >= MOST_BROKEN:
                self._stop(reason)
        else:
            # A kept connection that the server closed meanwhile is no failure.
            if answer.is_fresh:
                self._suspects.add(candidate.delivery_id)
            del self._in_hand[candidate.delivery_id]
            self._waiting.appendleft(candidate)

    def _step_back(self, candidate: Candidate, reason: str) -> None:
        self._later(candidate, watch.RETRY_AFTER if self._is_remote else STEP_BACK, reason)

    def _later(self, candidate: Candidate, wait: dt.timedelta, reason: str) -> None:
        since = self._sending.resumed_at or self._sending.started_at or timezone.now()
        if timezone.now() - since > watch.GIVE_UP_AFTER:
            self._add(candidate, Delivery.State.REFUSED, reason)
        else:
            self._add(candidate, Delivery.State.QUEUED, reason, wait.total_seconds())

    def _add(self, candidate: Candidate, state: str, reason: str = "", wait: float = 0.0) -> None:
        self._in_hand.pop(candidate.delivery_id, None)
        self._results.append(Settled(candidate.delivery_id, state, reason, wait))
        self._health.count(state)

    def _stop(self, trouble: str) -> None:
        self._is_over = self._is_away = True
        self._trouble = self._trouble or trouble
