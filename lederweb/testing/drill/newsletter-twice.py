"""Ten clicks on Send, two beats, and every task delivered twice (promise N4).

./dev drill newsletter-twice [readers] [seed]
"""

import threading

from lederweb.testing.drill._newsletter import drill, run

READERS = 5_000


def play() -> int:
    with drill(READERS) as it:
        from django.db import connection

        from newsletter.tasks import resume_sending, send_issue

        def click() -> None:
            try:
                it.approve()
            finally:
                connection.close()

        clicks = [threading.Thread(target=click) for _number in range(10)]
        for thread in clicks:
            thread.start()
        for thread in clicks:
            thread.join()
        for _beat in range(2):
            resume_sending()
        for _again in range(6):
            send_issue.delay(it.issue.pk)
        it.worker.start()
        it.until_taken(it.readers // 2)
        for _again in range(6):
            send_issue.delay(it.issue.pk)
            resume_sending()
        it.until(it.is_done)
        for _again in range(3):
            send_issue.delay(it.issue.pk)
        it.until_taken(it.readers)
        return it.verdict(most_uncertain=0)


if __name__ == "__main__":
    run(play)
