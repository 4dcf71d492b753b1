"""Reading and changing the addresses of the two services."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from .problem import Problem


def check_postgres(name: str, value: str) -> str:
    """`value` if it names a PostgreSQL database; raises `Problem` saying what to write."""
    example = "postgres://user:password@host:5432/lederweb"
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise Problem(f"{name} cannot be read: write it as {example}, or unset it.") from None
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise Problem(
            f"{name} does not name a PostgreSQL database: write it as {example}, or unset it and "
            "./dev starts a server itself."
        )
    return value


def check_redis(name: str, value: str) -> str:
    """`value` if it names a Redis server; raises `Problem` saying what to write."""
    example = "redis://host:6379/0"
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise Problem(f"{name} cannot be read: write it as {example}, or unset it.") from None
    if parts.scheme not in {"redis", "rediss", "unix"} or not (parts.hostname or parts.path):
        raise Problem(
            f"{name} does not name a Redis server: write it as {example}, or unset it and ./dev "
            "starts one itself."
        )
    return value


def _joined(parts: SplitResult) -> str:
    """The address again; Python's own function loses the slashes where there is no host."""
    if parts.netloc:
        return urlunsplit(parts)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.path}{query}"


def with_database(url: str, name: str) -> str:
    """The same PostgreSQL server, another database."""
    return _joined(urlsplit(url)._replace(path=f"/{name}"))


def database_of(url: str) -> str:
    return urlsplit(url).path.strip("/")


def with_number(url: str, number: int) -> str:
    """The same Redis server, another numbered database."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        query = dict(parse_qsl(parts.query)) | {"db": str(number)}
        return _joined(parts._replace(query=urlencode(query)))
    return _joined(parts._replace(path=f"/{number}"))


def number_of(url: str) -> int:
    parts = urlsplit(url)
    number = dict(parse_qsl(parts.query)).get("db", "0")
    if parts.scheme != "unix":
        number = parts.path.strip("/") or "0"
    return int(number) if number.isdigit() else 0


def without_password(url: str) -> str:
    """For showing: the same address with the password left out."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    account, _, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{account.partition(':')[0]}:…@{place}"))
