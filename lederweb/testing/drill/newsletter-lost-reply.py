"""The server takes every 100th message and closes without an answer (promise N3).

./dev drill newsletter-lost-reply [readers] [seed]
"""

from lederweb.testing.drill._newsletter import drill, run

READERS = 5_000


def play() -> int:
    with drill(READERS, drop_every=100) as it:
        from newsletter.models import Delivery

        it.approve()
        it.worker.start()
        it.until(it.is_done)
        arrived = set(it.sink.counts())
        doubtful = Delivery.objects.filter(issue=it.issue, state="uncertain").values_list(
            "subscriber__email", flat=True
        )
        not_arrived = len(set(doubtful) - arrived)
        print(f"  uncertain that had not arrived: {not_arrived}")
        return it.verdict(most_uncertain=it.readers // 100) or int(not_arrived > 0)


if __name__ == "__main__":
    run(play)
