"""A bad environment value stops the process and says what to write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from lederweb.lib.env import BadEnvironment, Environment


def env(**variables: str) -> Environment:
    return Environment(variables)


def refusal(read: Callable[[], object]) -> str:
    """The sentence; it is one, names no traceback and fits a terminal."""
    with pytest.raises(BadEnvironment) as caught:
        read()
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_what_is_given_is_read_and_trimmed() -> None:
    given = env(NAME=" Lederweb ", EMPTY="  ")
    assert given.text("NAME") == "Lederweb"
    assert given.text("EMPTY", "else") == "else"
    assert "EMPTY" in refusal(lambda: given.text("EMPTY"))
    assert "MISSING is not set" in refusal(lambda: given.text("MISSING"))


def test_several_secrets_are_each_as_hard_to_guess_as_one() -> None:
    good = "Zb1dQ8x0nYt4Wc7uKe2Rf5Hg9Jm3Lp6Sv0Xa4Tq8Bw2Ny6Uz1Ic5O"
    assert env().secrets("EARLIER") == []
    assert env(EARLIER=f" {good}1 ,{good}2,").secrets("EARLIER") == [f"{good}1", f"{good}2"]
    assert "EARLIER" in refusal(lambda: env(EARLIER=f"{good},short").secrets("EARLIER"))


@pytest.mark.parametrize("word", ["1", "yes", "TRUE", "On"])
def test_yes_is_yes(word: str) -> None:
    assert env(FLAG=word).flag("FLAG", default=False) is True


@pytest.mark.parametrize("word", ["0", "no", "False", "OFF"])
def test_no_is_no(word: str) -> None:
    assert env(FLAG=word).flag("FLAG", default=True) is False


def test_a_flag_that_is_neither_is_refused() -> None:
    assert env().flag("FLAG", default=True) is True
    assert "Write yes or no." in refusal(lambda: env(FLAG="maybe").flag("FLAG", default=True))


@pytest.mark.parametrize("value", ["-1", "11", "1.5", "ti", "１", "1e3", "0x1"])
def test_a_number_out_of_bounds_is_refused_with_the_bounds(value: str) -> None:
    given = env(NUMBER=value)
    assert "from 0 to 10" in refusal(lambda: given.integer("NUMBER", 1, maximum=10))


def test_a_number_within_bounds_is_read() -> None:
    assert env(NUMBER="10").integer("NUMBER", 1, maximum=10) == 10
    assert env().integer("NUMBER", 7) == 7


def test_words_are_split_at_commas() -> None:
    assert env(HOSTS="a.example, b.example,").words("HOSTS") == ["a.example", "b.example"]


def test_a_choice_names_the_choices() -> None:
    given = env(LEVEL="LOUD")
    assert "DEBUG, INFO" in refusal(lambda: given.choice("LEVEL", ("DEBUG", "INFO"), "INFO"))
    assert env().choice("LEVEL", ("DEBUG", "INFO"), "INFO") == "INFO"


@pytest.mark.parametrize(
    "value",
    [
        *("mysql://u@h/d", "sqlite:///x", "lederweb", "postgres://u:p@h:5432/"),
        *("postgres://h:port/d", "postgres://[x/y", "postgres://h:99999/d"),
    ],
)
def test_only_a_postgresql_database_with_a_name_is_accepted(value: str) -> None:
    sentence = refusal(lambda: env(DATABASE_URL=value).database())
    assert "postgres://user:password@host:5432/lederweb" in sentence


def test_a_password_in_a_bad_address_is_not_repeated() -> None:
    for name, read in (
        ("DATABASE_URL", Environment.database),
        ("REDIS_URL", Environment.redis),
        ("EMAIL_URL", Environment.mail_server),
    ):
        given = env(**{name: "http://user:hemmelig@host/x"})
        assert "hemmelig" not in refusal(partial(read, given, name))


def test_a_database_address_is_read_in_full() -> None:
    found = env(DATABASE_URL="postgres://u:p%40ss@h:5433/lederweb").database()
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("u", "p@ss", "h")
    assert (found["PORT"], found["NAME"]) == (5433, "lederweb")


@pytest.mark.parametrize("value", ["redis://h:6379/0", "rediss://h/1", "unix:///run/r.sock?db=2"])
def test_redis_may_be_a_host_or_a_socket(value: str) -> None:
    assert env(REDIS_URL=value).redis("REDIS_URL") == value


@pytest.mark.parametrize(
    "value", ["host:6379", "redis://[h", "redis://h:port/0", "redis://h:99999/0", "redis:///0"]
)
def test_redis_may_be_nothing_else(value: str) -> None:
    assert "redis://host:6379/0" in refusal(lambda: env(REDIS_URL=value).redis("REDIS_URL"))


@pytest.mark.parametrize(
    "value",
    [
        *("www.example.org", "ftp://x.org", "https://x.org/path", "https://", "https://[x"),
        *("https://x.org:abc", "https://x.org?a=1", "https://x.org#top", "https://me@x.org"),
    ],
)
def test_an_address_is_a_scheme_and_a_host(value: str) -> None:
    assert "https://www.example.org" in refusal(lambda: env(BASE_URL=value).address("BASE_URL"))


def test_a_closing_slash_is_forgiven() -> None:
    assert env(BASE_URL="https://x.org/").address("BASE_URL") == "https://x.org"


@pytest.mark.parametrize(
    ("value", "port", "tls", "ssl"),
    [
        ("smtp://h", 25, False, False),
        ("smtp+tls://u:p@h", 587, True, False),
        ("smtps://u:p@h:4465", 4465, False, True),
    ],
)
def test_a_mail_server_is_read_with_its_usual_port(
    value: str, port: int, tls: bool, ssl: bool
) -> None:
    found = env(EMAIL_URL=value).mail_server("EMAIL_URL")
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


@pytest.mark.parametrize(
    "value", ["mail.example.org", "http://h", "smtp://", "smtp+tls://h:x", "smtp://[x"]
)
def test_what_is_no_mail_server_is_refused(value: str) -> None:
    sentence = refusal(lambda: env(EMAIL_URL=value).mail_server("EMAIL_URL"))
    assert "smtp+tls://user:password@host:587" in sentence


@pytest.mark.parametrize(
    "value", ["monday 9", "mon", "mon 24:00", "mon 09:60", "mon nine:00", "mon ²:00", "mon 0١:00"]
)
def test_a_weekly_moment_is_a_day_and_a_time(value: str) -> None:
    assert '"mon 09:00"' in refusal(lambda: env(AT=value).weekday_time("AT", "mon 09:00"))


def test_a_weekly_moment_is_read() -> None:
    assert env(AT="Sun 18:30").weekday_time("AT", "mon 09:00") == (0, 18, 30)


@pytest.mark.parametrize("value", ["short", "a" * 60, "development-only-" + "0123456789abcdef" * 4])
def test_a_secret_that_can_be_guessed_is_refused_and_not_repeated(value: str) -> None:
    sentence = refusal(lambda: env(SECRET_KEY=value).secret("SECRET_KEY"))
    assert value not in sentence
    assert "50 random characters" in sentence


@pytest.mark.parametrize("value", ["bounce@example.org", "Lederweb <info@lederweb.dk>", ""])
def test_a_mail_address_is_read(value: str) -> None:
    assert env(POST=value).mail_address("POST") == value


@pytest.mark.parametrize(
    "value",
    ["bounce", "bounce@", "a b@example.org", "x@y@example.org", "newsletter-bounces@lederweb.dk"],
)
def test_what_is_no_mail_address_or_leaves_no_room_for_a_tag_is_refused(value: str) -> None:
    said = refusal(lambda: env(POST=value).mail_address("POST", longest_name=14))
    assert "POST" in said
    assert "14 characters" in said
