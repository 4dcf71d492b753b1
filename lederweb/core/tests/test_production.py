"""The settings of production, in processes of their own: what they refuse, and what they set."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[3]
GOOD = {
    "DJANGO_SETTINGS_MODULE": "lederweb.settings.production",
    "SECRET_KEY": "Zb1dQ8x0nYt4Wc7uKe2Rf5Hg9Jm3Lp6Sv0Xa4Tq8Bw2Ny6Uz1Ic5O",
    "BASE_URL": "https://www.example.org",
    "ALLOWED_HOSTS": "www.example.org",
    "EMAIL_URL": "smtp+tls://lederweb:hemmelig@mail.example.org:587",
    "PYTHONWARNINGS": "ignore",
}
PROGRAMS = {
    "manage.py": ("manage.py", "check"),
    "the web server": ("-c", "import lederweb.wsgi"),
    "a worker": ("-m", "celery", "--app", "lederweb", "worker", "--pool", "solo"),
    # Memory, so that no file of a schedule is written.
    "beat": (
        *("-m", "celery", "--app", "lederweb", "beat"),
        *("--scheduler", "celery.beat:Scheduler"),
    ),
}
# What must be given, and values that cannot be used. The word is in the sentence.
BAD = [
    ("DJANGO_SETTINGS_MODULE", "lederweb.settings.produktion"),
    ("SECRET_KEY", ""),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY_FALLBACKS", f"{GOOD['SECRET_KEY']},short"),
    ("DATABASE_URL", ""),
    ("DATABASE_URL", "sqlite:///lederweb.db"),
    ("REDIS_URL", ""),
    ("REDIS_URL", "localhost:6379"),
    ("CACHE_URL", ""),
    ("BASE_URL", ""),
    ("BASE_URL", "www.example.org"),
    ("ALLOWED_HOSTS", ""),
    ("EMAIL_URL", ""),
    ("EMAIL_URL", "mail.example.org"),
    ("TRUSTED_PROXIES", "two"),
    ("REQUIRE_TWO_FACTOR", "perhaps"),
    ("LOG_LEVEL", "LOUD"),
    ("NEWSLETTER_DRAFT_AT", "monday"),
    ("PAGE_CACHE_SECONDS", "-1"),
]


def environment(**changes: str) -> dict[str, str]:
    """Everything production needs, on the services of this test."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = quote(connection.settings_dict["NAME"])
    variables = {**os.environ, **GOOD, "DATABASE_URL": server._replace(path=f"/{name}").geturl()}
    return {name: value for name, value in (variables | changes).items() if value}


def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def stops_with_one_sentence(result: subprocess.CompletedProcess[str], *words: str) -> None:
    said = result.stderr.strip()
    assert result.returncode not in (0, None)
    assert "Traceback" not in said
    sentence = said.splitlines()[-1]
    assert sentence.endswith(".")
    for word in words:
        assert word in sentence


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_missing_or_bad_variable_stops_with_one_sentence(name: str, value: str) -> None:
    result = run(*PROGRAMS["manage.py"], **{name: value})
    stops_with_one_sentence(result, name)
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("program", ["the web server", "a worker", "beat"])
@pytest.mark.parametrize(
    ("name", "value"),
    [("TRUSTED_PROXIES", "two"), ("DJANGO_SETTINGS_MODULE", "lederweb.produktion")],
)
def test_every_program_stops_the_same_way(program: str, name: str, value: str) -> None:
    stops_with_one_sentence(run(*PROGRAMS[program], **{name: value}), name)


def test_a_database_that_is_away_is_told_in_one_sentence() -> None:
    away = {"DATABASE_URL": "postgres://lederweb:hemmelig@127.0.0.1:1/lederweb"}
    ask = ("manage.py", "check", "--database", "default")
    result = run(*ask, **away)
    stops_with_one_sentence(result, "Connection refused", "DATABASE_URL")
    assert "hemmelig" not in result.stderr
    assert "Traceback" in run(*ask, "--traceback", **away).stderr


def test_without_a_choice_the_settings_are_those_of_production() -> None:
    ask = (
        "manage.py",
        "shell",
        "-v0",
        "-c",
        "from django.conf import settings as s; print(s.DEBUG)",
    )
    assert run(*ask, DJANGO_SETTINGS_MODULE="").stdout.strip() == "False"


def test_earlier_keys_are_known() -> None:
    earlier = f"{GOOD['SECRET_KEY']}1, {GOOD['SECRET_KEY']}2"
    ask = "from django.conf import settings; print(len(settings.SECRET_KEY_FALLBACKS))"
    for given, number in (("", "0"), (earlier, "2")):
        assert run("-c", ask, SECRET_KEY_FALLBACKS=given).stdout.strip() == number


def test_djangos_check_of_a_deployment_is_content() -> None:
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (result.returncode, result.stderr) == (0, "")


def test_it_is_content_behind_a_proxy_with_two_factor_log_in_required() -> None:
    more = {"TRUSTED_PROXIES": "1", "REQUIRE_TWO_FACTOR": "yes"}
    assert run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **more).returncode == 0


ASK = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
client = Client(headers={"host": "www.example.org"})
print(json.dumps({
    "probe": client.get("/healthz").status_code,
    "page": client.get("/om/").headers.get("Location"),
    "hsts": client.get("/healthz", secure=True).headers.get("Strict-Transport-Security"),
    "another host": client.get("/healthz", headers={"host": "evil.example"}).status_code,
    "cookies": settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE,
    "debug": settings.DEBUG,
}))
"""


def test_the_site_is_served_over_tls_only_but_probes_may_ask_plainly() -> None:
    result = run("-c", ASK, LOG_LEVEL="ERROR")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == {
        "probe": 200,
        "page": "https://www.example.org/om/",
        "hsts": "max-age=31536000; includeSubDomains; preload",
        "another host": 400,
        "cookies": True,
        "debug": False,
    }


# --- The demonstration's accounts --------------------------------------------------------------
@pytest.fixture
def demonstration_account(db: None) -> Iterator[str]:
    """One of the accounts, where other processes see it; taken away again afterwards."""
    beside = connections["default"].copy()
    email = "editor@example.org"
    try:
        with beside.cursor() as cursor:
            cursor.execute(
                "INSERT INTO users_user (email, password, first_name, last_name, is_staff,"
                " is_superuser, is_active, date_joined)"
                " VALUES (%s, '!', '', '', false, false, false, now())",
                [email],
            )
        yield email
    finally:
        with beside.cursor() as cursor:
            cursor.execute("DELETE FROM users_user WHERE email = %s", [email])
        beside.close()


@pytest.mark.parametrize("program", ["the web server", "a worker", "beat"])
def test_nothing_starts_with_the_accounts_of_the_demonstration(
    program: str, demonstration_account: str
) -> None:
    result = run(*PROGRAMS[program])
    stops_with_one_sentence(result, "demonstration", "delete_demonstration_accounts")


def test_the_check_of_the_database_tells_too(demonstration_account: str) -> None:
    result = run("manage.py", "check", "--database", "default", "--deploy")
    assert result.returncode == 1
    assert demonstration_account in result.stderr
    assert result.stderr.count("lederweb.E011") == 1


def test_the_command_that_it_names_makes_way(demonstration_account: str) -> None:
    assert run("manage.py", "delete_demonstration_accounts").stdout == "Accounts deleted: 1.\n"
    assert run("manage.py", "check", "--database", "default", "--deploy").returncode == 0
    assert run(*PROGRAMS["the web server"]).returncode == 0


def test_a_developers_machine_may_have_them(demonstration_account: str) -> None:
    result = run(*PROGRAMS["the web server"], DJANGO_SETTINGS_MODULE="lederweb.settings.dev")
    assert result.returncode == 0, result.stderr
