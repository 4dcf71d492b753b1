"""Kill the worker 20 times at random while a newsletter goes out (promise N1).

./dev drill newsletter-kill [readers] [seed]
"""

from lederweb.testing.drill._newsletter import CONNECTIONS, SENDERS, drill, run

READERS = 27_699
KILLS = 20


def play() -> int:
    with drill(READERS) as it:
        it.approve()
        doubtful = 0
        for number in range(KILLS):
            it.worker.start()
            taken = it.sink.taken()
            it.until_taken(taken + it.chance.randrange(1, max(2, it.readers // (2 * KILLS))))
            if it.is_done():
                break
            if number % 2:
                it.worker.kill_child(it.chance)
                doubtful += CONNECTIONS
                it.until_taken(it.sink.taken() + 10)
            it.worker.kill()
            doubtful += SENDERS * CONNECTIONS
            print(f"  killed {number + 1} times, {it.sink.taken()} taken", flush=True)
        it.worker.start()
        it.until(it.is_done)
        return it.verdict(most_uncertain=doubtful)


if __name__ == "__main__":
    run(play)
