"""550 for every 50th recipient, 451 for every 70th, 421 after 100 on a connection (promise N2).

./dev drill newsletter-refusals [readers] [seed]
"""

import datetime as dt

from lederweb.testing.drill._newsletter import drill, run

READERS = 5_000


def play() -> int:
    from django.utils import timezone

    with drill(READERS, refuse_every=50, later_every=70, close_every=100) as it:
        from newsletter.models import Delivery

        it.approve()
        it.worker.start()
        waiting = Delivery.objects.filter(issue=it.issue, state="queued")
        now = timezone.now
        it.until(
            lambda: (
                it.sink.taken() > it.readers * 0.9
                and not waiting.filter(next_try_at__lte=now()).exists()
                and not it.states()["claimed"]
            )
        )
        later = waiting.filter(reason__startswith="451")
        early = later.filter(next_try_at__lt=now() + dt.timedelta(minutes=20)).count()
        print(f"  to be tried again in half an hour: {later.count()}, earlier: {early}")
        it.sink.change(later_every=0, refuse_every=0)
        while not it.is_done():
            waiting.update(next_try_at=now())  # half an hour passes
            it.until(lambda: it.is_done() or not it.states()["queued"], 60)
        refused = it.states()["refused"]
        return it.verdict(most_uncertain=0, expected_missing=refused) or int(early > 0)


if __name__ == "__main__":
    run(play)
