"""The parts of `./dev` that can be shown without starting anything."""

import errno
import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lederweb.devtools.runner import addresses, checks, environment, preparation, processes
from lederweb.devtools.runner.layout import Layout
from lederweb.devtools.runner.problem import Problem, sentence_for
from lederweb.devtools.runner.screen import Screen


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    folder = tmp_path / "a checkout"
    folder.mkdir()
    layout = Layout(folder)
    layout.prepare()
    return layout


class TestPreparation:
    def test_a_variable_of_the_settings_that_changed_is_tried_before_anything_starts(
        self, layout, monkeypatch
    ):
        settings = layout.root / "lederweb" / "settings"
        settings.mkdir(parents=True)
        (settings / "base.py").write_text('PROXIES = env.integer("TRUSTED_PROXIES", 0)\n')
        (layout.venv).mkdir(parents=True, exist_ok=True)
        (layout.venv / environment.STAMP).write_text("packages")
        monkeypatch.delenv("TRUSTED_PROXIES", raising=False)
        before = preparation._fingerprint(layout)
        monkeypatch.setenv("ANOTHER", "two")
        assert preparation._fingerprint(layout) == before

        monkeypatch.setenv("TRUSTED_PROXIES", "two")
        assert preparation._fingerprint(layout) != before


class TestProcesses:
    def test_a_running_process_is_known_again(self):
        entry = processes.record(os.getpid(), purpose="test")

        assert processes.alive(entry)

    def test_another_process_with_the_same_number_is_not_taken_for_it(self):
        entry = processes.record(os.getpid()) | {"started": "another boot:12345"}

        assert not processes.alive(entry)

    @pytest.mark.parametrize("entry", [None, {}, {"pid": -1}, {"pid": 1}, {"pid": "1"}])
    def test_half_a_record_names_nobody(self, entry):
        assert not processes.alive(entry)

    def test_one_that_has_ended_but_was_not_waited_for_is_gone(self):
        child = subprocess.Popen([sys.executable, "-c", ""])
        assert processes.wait_until(lambda: processes.started(child.pid) is None, 30)
        child.wait()

    def test_one_that_ignores_a_stop_signal_is_killed(self):
        stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True)"
        child = subprocess.Popen(
            [sys.executable, "-c", f"{stubborn}; time.sleep(60)"], stdout=subprocess.PIPE
        )
        assert child.stdout
        child.stdout.readline()

        processes.end([child.pid], gentle=processes.signal.SIGTERM, seconds=0.2)

        assert processes.started(child.pid) is None
        child.stdout.close()

    def test_only_processes_with_our_mark_are_ours(self, tmp_path):
        sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
        ours = subprocess.Popen(sleep, env=os.environ | {processes.MARK: str(tmp_path)})
        other = subprocess.Popen(sleep, env=os.environ | {processes.MARK: f"{tmp_path}-other"})
        try:
            found = processes.wait_until(lambda: processes.marked(tmp_path) == [ours.pid], 30)
            assert found
        finally:
            for child in (ours, other):
                child.kill()
                child.wait()


class TestLayout:
    def test_the_password_is_made_once_and_for_this_account_only(self, layout):
        assert layout.secret() == layout.secret()
        assert stat.S_IMODE((layout.run / "secret").stat().st_mode) == 0o600

    def test_a_record_that_was_cut_off_is_empty(self, layout):
        (layout.run / "up.json").write_text('{"pid": 1')

        assert layout.read("up") == {}

    def test_a_lock_is_held_by_one(self, layout):
        with layout.lock("test") as first, layout.lock("test", wait=False) as second:
            assert first
            assert not second
        with layout.lock("test", wait=False) as third:
            assert third


class TestAddresses:
    @pytest.mark.parametrize(
        "value",
        ["postgres://u:p@host:5432/lederweb", "postgresql:///lederweb?host=/run/postgresql"],
    )
    def test_good_database_addresses_pass(self, value):
        assert addresses.check_postgres("DATABASE_URL", value) == value

    @pytest.mark.parametrize(
        "value", ["", "lederweb", "mysql://host/x", "postgres://host", "postgres://h:port/x"]
    )
    def test_bad_ones_are_told_how_to_be_written(self, value):
        with pytest.raises(Problem, match="write it as postgres://"):
            addresses.check_postgres("DATABASE_URL", value)

    @pytest.mark.parametrize(
        ("url", "number", "expected"),
        [
            ("redis://:pw@host:6379/0", 3, "redis://:pw@host:6379/3"),
            ("redis://host", 1, "redis://host/1"),
            ("unix:///run/redis.sock?db=0", 2, "unix:///run/redis.sock?db=2"),
        ],
    )
    def test_another_redis_database(self, url, number, expected):
        assert addresses.with_number(url, number) == expected
        assert addresses.number_of(expected) == number

    def test_another_database_on_the_same_server(self):
        url = "postgres://u:p@host:5432/lederweb?sslmode=require"

        changed = addresses.with_database(url, "lederweb_bench")

        assert changed == "postgres://u:p@host:5432/lederweb_bench?sslmode=require"

    def test_a_password_is_not_shown(self):
        shown = addresses.without_password("postgres://lederweb:secret@127.0.0.1:5432/lederweb")

        assert "secret" not in shown
        assert "lederweb" in shown


class TestPytestArguments:
    def test_the_whole_suite_runs_in_two_processes(self, tmp_path):
        assert checks.pytest_arguments(tmp_path, []) == ["-n", "2"]

    @pytest.mark.parametrize(
        "arguments", [["test_x.py"], ["test_x.py::test_y", "-q"], ["-k", "name", "test_x.py"]]
    )
    def test_one_file_runs_in_one(self, tmp_path, arguments):
        (tmp_path / "test_x.py").touch()

        assert checks.pytest_arguments(tmp_path, arguments) == arguments

    def test_a_folder_runs_in_two(self, tmp_path):
        (tmp_path / "tests").mkdir()

        assert checks.pytest_arguments(tmp_path, ["tests", "-q"]) == ["-n", "2", "tests", "-q"]

    @pytest.mark.parametrize("arguments", [["-n0"], ["-n", "4"], ["--pdb"], ["--co", "-q"]])
    def test_who_says_otherwise_is_heard(self, tmp_path, arguments):
        assert checks.pytest_arguments(tmp_path, arguments) == arguments

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            ([], ["-m", "not browser"]),
            (["-m", "slow", "x"], ["-m", "slow", "x", "-m", "(slow) and not browser"]),
        ],
    )
    def test_without_a_browser_the_rest_still_runs(self, arguments, expected):
        assert checks.without_browser(arguments) == expected


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_what_the_disk_refuses_is_said_in_a_sentence(number):
    said = sentence_for(OSError(number, "no", ".dev/postgres"))

    assert said
    assert ".dev/postgres" in said


def test_a_fault_of_ours_is_not_dressed_up():
    assert sentence_for(OSError(errno.EBADF, "bad descriptor")) is None


def test_a_step_shows_its_name_its_outcome_and_its_time():
    output = io.StringIO()

    with Screen(output).step("PostgreSQL") as step:
        step.note = "started"

    assert output.getvalue().split() == ["PostgreSQL", "started", "0.0", "s"]
