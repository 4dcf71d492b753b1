"""Which Redis databases a test process uses."""

import os
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def database_of_worker(url: str, *, offset: int) -> str:
    """The Redis address for this pytest-xdist worker.

    Each worker has a pair of databases (stream and cache) above the two that `./dev up` uses,
    so that tests and a running site share a server without meeting.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    number = 2 + 2 * int(worker) + offset
    parts = urlsplit(url)
    if parts.scheme == "unix":
        query = dict(parse_qsl(parts.query)) | {"db": str(number)}
        # urlunsplit loses the slashes where there is no host.
        return f"unix://{parts.path}?{urlencode(query)}"
    return urlunsplit(parts._replace(path=f"/{number}"))
