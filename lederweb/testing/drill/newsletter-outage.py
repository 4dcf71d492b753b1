"""Redis emptied, PostgreSQL's connections cut, the mail server gone, hanging, a stop (promise O2).

PostgreSQL is not restarted, because others may use it: all our connections are ended at once,
which is what a restart does to us. ./dev drill newsletter-outage [readers] [seed]
"""

import time

from lederweb.testing.drill._newsletter import CONNECTIONS, SENDERS, drill, run

READERS = 10_000
CUT = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def play() -> int:
    with drill(READERS, delay_ms=1) as it:
        from django.db import connection

        from lederweb.lib.redis import client
        from newsletter.models import Sending

        it.approve()
        it.worker.start()
        step = it.readers // 7
        it.until_taken(step)
        client().flushdb()
        print("  Redis emptied", flush=True)
        it.until_taken(2 * step)
        with connection.cursor() as cursor:
            cursor.execute(CUT)
        print("  connections to PostgreSQL cut", flush=True)
        it.until_taken(3 * step)
        it.sink.stop()
        time.sleep(10)
        it.sink.start()
        print("  the mail server was gone for ten seconds", flush=True)
        it.until_taken(4 * step)
        it.sink.change(hang=1)
        time.sleep(5)
        it.sink.change(hang=0)
        print("  the mail server was silent for five seconds", flush=True)
        it.until_taken(5 * step)
        it.worker.stop()
        print("  the worker was told to stop, and started again", flush=True)
        it.worker.start()
        Sending.objects.filter(issue=it.issue).update(wait_until=None)
        it.until(it.is_done)
        # Only the mail server's sudden end leaves doubt: it took messages and did not answer.
        return it.verdict(most_uncertain=SENDERS * CONNECTIONS)


if __name__ == "__main__":
    run(play)
