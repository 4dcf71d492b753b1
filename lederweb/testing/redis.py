"""Which Redis databases a test process uses."""

import os
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

RESERVED = 2  # stream and cache of `./dev up`


def _worker() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def _with_number(url: str, number: int) -> str:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        query = dict(parse_qsl(parts.query)) | {"db": str(number)}
        # urlunsplit loses the slashes where there is no host.
        return f"unix://{parts.path}?{urlencode(query)}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def database_of_worker(url: str, *, offset: int) -> str:
    """The Redis address for this pytest-xdist worker.

    Each worker has a pair of databases (stream and cache) above the two that `./dev up` uses,
    so that tests and a running site share a server without meeting.
    """
    return _with_number(url, RESERVED + 2 * _worker() + offset)


def database_of_site(url: str) -> str:
    """The one Redis database of the site that this worker's browser tests visit.

    It lies above those of all workers: every test empties its worker's pair.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    return _with_number(url, RESERVED + 2 * workers + _worker())
