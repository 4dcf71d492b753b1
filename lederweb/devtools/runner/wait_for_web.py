"""Returns when the web server answers on the port given, or after a while all the same.

Run by its path in front of the workers' commands: on two cores, six programs that start at once
all take three times as long, and it is the front page that a person waits for. Work that is
queued meanwhile waits in Redis.
"""

import sys
import time
import urllib.error
import urllib.request

LONGEST = 10  # seconds


def main(port: str) -> None:
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=LONGEST).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    main(sys.argv[1])
