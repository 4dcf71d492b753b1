"""`./dev` starts everything, stops everything, and says in one sentence what is wrong."""

import json
import os
import signal
import socket
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest
import redis

from lederweb.devtools.runner import processes
from lederweb.devtools.tests.conftest import Checkout, wait_for


def assert_one_sentence(result, *words: str) -> None:
    assert result.returncode != 0
    said = result.stderr.strip()
    assert len(said.splitlines()) == 1, said
    assert "Traceback" not in result.stdout + said
    for word in words:
        assert word in said


def test_without_arguments_it_prints_help(checkout: Checkout):
    result = checkout.run()

    assert result.returncode == 0
    for command in ("up", "down", "status", "test", "lint", "manage", "bench", "drill", "reset"):
        assert f"./dev {command}" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "variables", "words"),
    [
        (["tst"], {}, ["did you mean ./dev test?"]),
        (["up", "--port", "80a"], {}, ["--port", "1 to 65535"]),
        (["up", "--port"], {}, ["--port", "value"]),
        (["up", "--quick"], {}, ["--quick", "--detach"]),
        (["up"], {"DATABASE_URL": "mysql://x/y"}, ["DATABASE_URL", "postgres://"]),
        (["test"], {"DATABASE_URL": "postgres://localhost/"}, ["DATABASE_URL", "postgres://"]),
        (["up"], {"REDIS_URL": "localhost:6379"}, ["REDIS_URL", "redis://"]),
        (["bench"], {"CACHE_URL": "memcached://x"}, ["CACHE_URL", "redis://"]),
        (["test"], {"CHROMIUM": "/no/such/browser"}, ["CHROMIUM", "/no/such/browser"]),
        (["drill", "nothing"], {}, ["nothing", "./dev drill"]),
        (["reset"], {}, ["--yes"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_a_person_gets_wrong_is_said_in_one_sentence(checkout, arguments, variables, words):
    if arguments == ["up"]:
        arguments = ["up", "--port", str(checkout.port)]
    result = checkout.run(*arguments, **variables)

    if arguments == ["reset"]:
        result.stderr = result.stderr.strip()
    assert_one_sentence(result, *words)


def test_a_used_port_is_named(checkout: Checkout):
    with socket.socket() as other:
        other.bind(("127.0.0.1", checkout.port))
        other.listen()
        assert_one_sentence(checkout.up(), str(checkout.port), "--port")


def test_a_server_that_is_away_is_named(checkout: Checkout):
    result = checkout.run(
        "manage", "version", DATABASE_URL="postgres://nobody@127.0.0.1:9/lederweb"
    )

    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    assert "DATABASE_URL" in result.stderr.strip().splitlines()[-1]
    assert not checkout.left_running()


def test_up_status_and_down(checkout: Checkout):
    result = checkout.up()

    assert result.returncode == 0, result.stderr
    assert f"http://127.0.0.1:{checkout.port}/dev/post/" in result.stdout
    assert "editor@example.org" in result.stdout
    assert checkout.answers()
    status = checkout.status()
    assert status["running"]
    assert {entry["name"]: entry["state"] for entry in status["processes"]} == {
        "web": "running",
        "worker": "running",
        "postgres": "running",
        "redis": "running",
    }
    assert status["DATABASE_URL"].startswith("postgres://")
    assert status["smtp"].startswith("smtp://127.0.0.1:")

    assert_one_sentence(checkout.up(), "already runs", "./dev down")
    assert_one_sentence(checkout.run("reset", "--yes"), "./dev down")

    assert checkout.run("down").returncode == 0
    assert not checkout.answers()
    assert not checkout.left_running()
    assert not checkout.status()["running"]


def test_ctrl_c_stops_everything(checkout: Checkout):
    dev = checkout.start("up", "--port", str(checkout.port))
    assert wait_for(checkout.answers)
    assert wait_for(lambda: "Ctrl-C" in (checkout.root / "output.txt").read_text())

    os.killpg(dev.pid, signal.SIGINT)

    assert dev.wait(60) == 0
    assert not checkout.left_running()
    assert not checkout.answers()


def test_a_killed_dev_blocks_nothing(checkout: Checkout):
    checkout.up()
    supervisor = json.loads((checkout.layout.run / "up.json").read_text())["pid"]
    os.kill(supervisor, signal.SIGKILL)

    result = checkout.up()

    assert result.returncode == 0, result.stderr
    assert checkout.answers()
    checkout.run("down")
    assert not checkout.left_running()


def test_killed_servers_and_stale_files_block_nothing(checkout: Checkout):
    checkout.up()
    for pid in [*checkout.left_running(), checkout.layout.read("up")["pid"]]:
        processes.send(pid, signal.SIGKILL)
    assert wait_for(lambda: not checkout.left_running())
    # The number in the file now belongs to somebody else: to this test.
    pid_file = checkout.layout.data / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))

    result = checkout.up()

    assert result.returncode == 0, result.stderr
    assert checkout.answers()


def test_when_one_process_ends_all_end_and_it_is_named(checkout: Checkout):
    procfile = checkout.root / "Procfile"
    procfile.write_text(procfile.read_text() + "beat: sleep 1; echo no schedule; exit 4\n")

    dev = checkout.start("up", "--port", str(checkout.port))

    assert dev.wait(60) == 1
    output = (checkout.root / "output.txt").read_text()
    assert "no schedule" in output
    assert output.strip().splitlines()[-1].startswith("beat ended by itself")
    assert not checkout.left_running()


def test_a_failed_preparation_is_said_in_one_sentence(checkout: Checkout):
    (checkout.root / "manage.py").write_text("import sys\nsys.exit('BASE_URL is bad. Write it.')")

    result = checkout.up()

    assert result.returncode == 1
    assert result.stderr.strip().splitlines()[-1] == "BASE_URL is bad. Write it."
    assert not checkout.left_running()


def test_down_leaves_the_servers_to_a_test_that_uses_them(checkout: Checkout):
    (checkout.root / "manage.py").write_text("import time\ntime.sleep(60)\n")
    other = checkout.start("manage", "wait")
    assert wait_for(lambda: checkout.status()["users"] == ["./dev manage wait"])

    result = checkout.run("down")

    assert "go on" in result.stderr
    assert checkout.left_running()
    other.terminate()
    other.wait(60)
    assert not checkout.left_running()


def test_reset_deletes_the_data(checkout: Checkout):
    checkout.run("manage", "version")
    assert (checkout.layout.data / "postgres" / "PG_VERSION").exists()

    assert checkout.run("reset", "--yes").returncode == 0

    assert not (checkout.layout.data / "postgres").exists()
    assert not (checkout.layout.data / "redis").exists()


def test_redis_keeps_what_it_was_given_when_it_is_killed(checkout: Checkout):
    checkout.up()
    url = checkout.status()["REDIS_URL"]
    redis.Redis.from_url(url).xadd("hits", {"page": "7"})
    assert wait_for(lambda: b"hits" in (checkout.layout.data / "redis/appendonly.aof").read_bytes())
    for pid in [*checkout.left_running(), checkout.layout.read("up")["pid"]]:
        processes.send(pid, signal.SIGKILL)
    assert wait_for(lambda: not checkout.left_running())

    checkout.up()

    settings = redis.Redis.from_url(checkout.status()["REDIS_URL"])
    assert settings.xlen("hits") == 1
    assert settings.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_without_network_it_says_so(checkout: Checkout):
    (checkout.root / "requirements.txt").write_text("no-such-package==1.0\n")

    result = checkout.run(
        "lint",
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_FIND_LINKS="",
        PIP_NO_INDEX="",
        PIP_EXTRA_INDEX_URL="",
    )

    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "network" in result.stderr.strip().splitlines()[-1]


def test_an_unsupported_python_hands_over_to_a_supported_one(checkout: Checkout, tmp_path: Path):
    """`dev` is loaded with a version number it does not know; its syntax must be old for that."""
    loader = SourceFileLoader("dev_launcher", str(checkout.root / "dev"))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    dev = module_from_spec(spec)
    loader.exec_module(dev)
    broken = tmp_path / "python3.12"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)

    assert not dev.is_supported(str(broken))
    assert not dev.is_supported(str(tmp_path / "missing"))
    assert dev.is_supported(sys.executable)
    found = dev.find_python()
    assert found
    assert found.startswith(str(checkout.layout.venv))
