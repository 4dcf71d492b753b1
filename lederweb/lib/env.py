"""Reading the environment strictly: a bad value stops the process and says what to write."""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url


class BadEnvironment(Exception):
    """An environment variable is missing or has a value that cannot be used."""


_YES = {"1", "yes", "true", "on"}
_NO = {"0", "no", "false", "off"}
_DAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 0}
_MAIL_ADDRESS = re.compile(
    r"(?:[^<>@\r\n]*<)?(?P<name>[\w.-]+)@(?:[a-z0-9-]+\.)+[a-z0-9-]+>?", re.IGNORECASE | re.ASCII
)


def choose_settings() -> None:
    """Those of production, unless DJANGO_SETTINGS_MODULE names others.

    Whoever follows the README to the letter then runs one and the same site in every program.
    Raises BadEnvironment where there are none of that name.
    """
    name = os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lederweb.settings.production")
    try:
        found = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        found = None
    if found is None:
        raise BadEnvironment(
            f"DJANGO_SETTINGS_MODULE is {name!r}, and there are no such settings. Leave it out, or "
            "write lederweb.settings.production."
        )


class Environment:
    """Typed access to environment variables.

    Every method raises `BadEnvironment` with one sentence naming the variable, what was found
    and what to write instead. Empty counts as not given.
    """

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def text(self, name: str, default: str | None = None) -> str:
        value = self._variables.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise BadEnvironment(f"{name} is not set. Set it; the README's table says to what.")
        return default

    def together(self, *names: str) -> list[str]:
        """Texts of which either all are given or none; empty ones when none is."""
        values = [self.text(name, "") for name in names]
        if any(values) and not all(values):
            missing = ", ".join(
                name for name, value in zip(names, values, strict=True) if not value
            )
            raise BadEnvironment(f"{', '.join(names)} go together. Set {missing} as well.")
        return values

    def secret(self, name: str) -> str:
        """A key that nobody guesses: 50 characters or more, as Django's own check asks."""
        value = self.text(name)
        if len(value) < 50 or len(set(value)) < 10 or value.startswith("development-only"):
            raise BadEnvironment(
                f"{name} can be guessed. Write 50 random characters or more, for example from "
                "`openssl rand -base64 48`."
            )
        return value

    def secrets(self, name: str) -> list[str]:
        """Several of them, separated by commas, or none; each as `secret` asks."""
        return [Environment({name: value}).secret(name) for value in self.words(name, default="")]

    def flag(self, name: str, default: bool) -> bool:
        value = self._variables.get(name, "").strip().lower()
        if not value:
            return default
        if value in _YES:
            return True
        if value in _NO:
            return False
        raise BadEnvironment(f"{name} is {value!r}. Write yes or no.")

    def integer(self, name: str, default: int, *, minimum: int = 0, maximum: int = 10**9) -> int:
        value = self._variables.get(name, "").strip()
        if not value:
            return default
        if not value.isascii() or not value.isdigit() or not minimum <= int(value) <= maximum:
            raise BadEnvironment(
                f"{name} is {value!r}. Write a whole number from {minimum} to {maximum}."
            )
        return int(value)

    def words(self, name: str, default: str | None = None) -> list[str]:
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self._variables.get(name, "").strip() or default
        if value not in choices:
            raise BadEnvironment(f"{name} is {value!r}. Write one of: {', '.join(choices)}.")
        return value

    def database(self, name: str = "DATABASE_URL") -> dict:
        """Django's settings for the one database; only PostgreSQL is accepted."""
        value = self.text(name)
        example = "postgres://user:password@host:5432/lederweb"
        parts = _parts_of(value)
        if parts is None or parts.scheme not in {"postgres", "postgresql"}:
            raise BadEnvironment(
                f"{name} does not name a PostgreSQL database. Write it as {example}."
            )
        try:
            settings = dict(dj_database_url.parse(value))
        except ValueError as error:
            raise BadEnvironment(f"{name} cannot be read. Write it as {example}.") from error
        if not settings["NAME"]:
            raise BadEnvironment(f"{name} names no database. Write it as {example}.")
        return settings

    def redis(self, name: str) -> str:
        value = self.text(name)
        parts = _parts_of(value)
        if parts is None or not (
            (parts.scheme in {"redis", "rediss"} and parts.hostname)
            or (parts.scheme == "unix" and parts.path)
        ):
            raise BadEnvironment(
                f"{name} does not name a Redis server. Write it as redis://host:6379/0 "
                "or unix:///path/to/socket?db=0."
            )
        return value

    def address(self, name: str, default: str | None = None) -> str:
        """A public address such as https://www.lederweb.dk, without a closing slash."""
        value = self.text(name, default).rstrip("/")
        parts = _parts_of(value)
        if (
            parts is None
            or parts.scheme not in {"http", "https"}
            or not parts.hostname
            or parts.path
            or {"?", "#", "@"} & set(value)
        ):
            raise BadEnvironment(
                f"{name} is {value!r}. Write the public address, such as https://www.example.org."
            )
        return value

    def mail_address(self, name: str, default: str = "", *, longest_name: int = 64) -> str:
        """An e-mail address, alone or as "Lederweb <info@example.org>"; empty when there is none.

        longest_name: characters before the @ (RFC 5321 §4.5.3.1.1), less what is added to them.
        """
        value = self.text(name, default)
        found = _MAIL_ADDRESS.fullmatch(value)
        if value and (found is None or len(found["name"]) > longest_name):
            raise BadEnvironment(
                f"{name} is {value!r}. Write an e-mail address, such as post@example.org, with at "
                f"most {longest_name} characters before the @."
            )
        return value

    def mail_server(self, name: str, default: str | None = None) -> dict:
        """Django's EMAIL_* settings from smtp://, smtp+tls:// (STARTTLS) or smtps://."""
        value = self.text(name, default)
        parts = _parts_of(value)
        example = "smtp+tls://user:password@host:587"
        if parts is None or parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
            raise BadEnvironment(f"{name} does not name a mail server. Write it as {example}.")
        usual = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
        return {
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or usual[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
        }

    def password_of_others(self, name: str) -> str:
        """A secret that another service sends us; empty when there is none."""
        value = self.text(name, "")
        if value and (len(value) < 32 or len(set(value)) < 10 or not value.isascii()):
            raise BadEnvironment(
                f"{name} can be guessed. Write 32 random characters or more, for example from "
                "`openssl rand -base64 33`."
            )
        return value

    def mailbox(self, name: str) -> str:
        """A mailbox to read, imaps://…/folder or maildir:///folder; empty when there is none."""
        value = self.text(name, "")
        parts = _parts_of(value)
        if value and (
            parts is None
            or parts.scheme not in {"imaps", "maildir"}
            or (parts.scheme == "imaps" and not (parts.hostname and parts.username))
            or (parts.scheme == "maildir" and (parts.netloc or len(parts.path) < 2))
        ):
            raise BadEnvironment(
                f"{name} does not name a mailbox. Write it as imaps://user:password@host/INBOX "
                "or maildir:///var/mail/bounce."
            )
        return value

    def weekday_time(self, name: str, default: str) -> tuple[int, int, int]:
        """A weekly moment such as "mon 09:00" as (cron day of week, hour, minute)."""
        value = self.text(name, default)
        day, _, time = value.lower().partition(" ")
        hour, _, minute = time.partition(":")
        if (
            day not in _DAYS
            or not time.isascii()  # ² and ١ count as digits
            or not (hour.isdigit() and minute.isdigit())
            or int(hour) > 23
            or int(minute) > 59
        ):
            raise BadEnvironment(f'{name} is {value!r}. Write a day and a time: "mon 09:00".')
        return _DAYS[day], int(hour), int(minute)


def _parts_of(value: str) -> SplitResult | None:
    """The parts of an address; None where it is none, its port included."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # reading it checks it
    except ValueError:
        return None
    return parts


def celery_broker(redis_url: str) -> str:
    """The same server in Celery's spelling, which has a name of its own for Unix sockets."""
    return redis_url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
