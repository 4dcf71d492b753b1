"""`./dev up`, `down`, `status` and `reset`."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path
from typing import Any

from . import processes
from .addresses import without_password
from .layout import Layout
from .preparation import base_variables, prepare
from .problem import Problem
from .screen import Screen
from .servers import LOOPBACK, answers, free_port
from .services import Services

SETTINGS = "lederweb.settings.dev"
PEOPLE = ("editor", "moderator", "secretariat", "admin")
PASSWORD = "vaeksthus-demo"
START_SECONDS = 90
STOP_SECONDS = 40  # a little more than the workers get (see `supervisor`)


def site_address(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


def variables(layout: Layout, services: Services, port: int, smtp_port: int) -> dict[str, str]:
    """What the site runs with. Mail goes to the catcher whatever the environment says."""
    env = base_variables(layout, SETTINGS) | services.variables()
    env.setdefault("BASE_URL", site_address(port))
    return env | {
        "PORT": str(port),
        "SMTP_PORT": str(smtp_port),
        "EMAIL_URL": f"smtp://{LOOPBACK}:{smtp_port}",
    }


def check_port(port: int) -> None:
    if free_port(port) != port:
        raise Problem(
            f"Port {port} is used by another program: stop that, or choose another port with "
            f"./dev up --port {port + 1}."
        )


def refuse_second(layout: Layout) -> None:
    entry = layout.read("up")
    if processes.alive(entry) and entry["pid"] != os.getpid():
        raise Problem(
            f"Lederweb already runs on {site_address(entry['port'])}/ (process {entry['pid']}): "
            "stop it with ./dev down first."
        )


def sweep(layout: Layout) -> int:
    """End what an earlier `up` left behind after it was killed; returns how many there were."""
    entry = layout.read("up")
    if processes.alive(entry):
        return 0
    left = set(processes.marked(layout.root))
    for child in entry.get("processes", {}).values():
        if processes.alive(child):
            left.add(child["pid"])
    processes.end(left, gentle=signal.SIGTERM, seconds=5)
    layout.forget("up")
    return len(left)


def current_ports(layout: Layout) -> tuple[int, int]:
    """The ports of the site and of SMTP: those of a running `up`, else the usual ones."""
    entry = layout.read("up")
    return int(entry.get("port", 8000)), int(entry.get("smtp_port", 1025))


def claim(layout: Layout, port: int) -> None:
    """Be the one `up` of this checkout, or say who is; what a killed one left is ended."""
    with layout.lock("up"):
        refuse_second(layout)
        sweep(layout)
        check_port(port)
        layout.write("up", processes.record(os.getpid(), port=port))


def up(layout: Layout, screen: Screen, *, port: int, detach: bool, began: float) -> int:
    """Start everything. Returns the exit code: 0 after a stop that was asked for."""
    claim(layout, port)
    try:
        services = Services(layout)
        with services.use("./dev up", screen):
            prepare(layout, services, screen, variables(layout, services, port, free_port(1025)))
            # Chosen only now: preparing takes minutes, and another checkout may start meanwhile.
            smtp_port = free_port(1025)
            env = variables(layout, services, port, smtp_port)
            if not detach:
                return _supervise(layout, screen, env, port, smtp_port, began)
            status = _start_detached(layout, screen, port, smtp_port)
            print(_summary(port, status, began, "./dev down stops it."), flush=True)
            return 0
    finally:
        if layout.read("up").get("pid") == os.getpid():
            layout.forget("up")


def serve(layout: Layout, screen: Screen, port: int, smtp_port: int) -> int:
    """The detached half of `up --detach`: everything is prepared, only run it."""
    services = Services(layout)
    with services.use("./dev up", screen):
        env = variables(layout, services, port, smtp_port)
        return _supervise(layout, screen, env, port, smtp_port, None)


def _start_detached(layout: Layout, screen: Screen, port: int, smtp_port: int) -> int:
    """Returns what the front page answers."""
    with open(layout.log / "up.log", "w") as log, screen.step("Site") as step:
        child = subprocess.Popen(
            [layout.python, layout.root / "dev", "serve-detached", str(port), str(smtp_port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            status = _wait_for_site(port, lambda: child.poll() is None)
            if not status:
                last = Path(log.name).read_text(errors="replace").strip().splitlines()[-1:]
                raise Problem(
                    f"The site did not start ({''.join(last)}): read .dev/log/up.log, mend it and "
                    "run ./dev up again."
                )
        except BaseException:
            processes.end([child.pid], gentle=signal.SIGTERM, seconds=STOP_SECONDS)
            raise
        step.note = "answers" if status == HTTPStatus.OK else f"answers with an error ({status})"
    return status


def _supervise(
    layout: Layout,
    screen: Screen,
    env: dict[str, str],
    port: int,
    smtp_port: int,
    began: float | None,
) -> int:
    """Run the Procfile until Ctrl-C, `./dev down`, or until one of the processes ends."""
    from .supervisor import Supervisor

    def announce(supervisor: Supervisor) -> None:
        processes.wait_until(lambda: len(supervisor.children) == len(supervisor.names), 30)
        layout.write(
            "up",
            processes.record(
                os.getpid(),
                port=port,
                smtp_port=smtp_port,
                processes={
                    name: processes.record(pid) for name, pid in supervisor.children.items()
                },
            ),
        )
        if began is not None and (status := _wait_for_site(port, lambda: True)):
            print(_summary(port, status, began, "Ctrl-C stops everything."), flush=True)

    layout.write("up", processes.record(os.getpid(), port=port, smtp_port=smtp_port))
    mark = {processes.MARK: str(layout.root)}
    supervisor = Supervisor(layout, env | mark, announce)
    try:
        supervisor.loop()
    finally:
        # What the processes themselves left running, if anything.
        processes.end(processes.marked(layout.root), gentle=signal.SIGTERM, seconds=5)
        layout.forget("up")
    if supervisor.ended_first:
        raise Problem(
            f"{supervisor.ended_first} ended by itself, so everything was stopped: its last lines "
            "above say why; mend it and run ./dev up again."
        )
    screen.line("Everything is stopped.")
    return 0


def _wait_for_site(port: int, is_running: Any) -> int:
    """The front page's status once it answers; 0 when that takes too long or it has ended."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and is_running():
        if answers(port):
            try:
                with urllib.request.urlopen(f"{site_address(port)}/", timeout=30) as response:
                    return int(response.status)
            except urllib.error.HTTPError as error:
                return error.code
            except OSError:
                pass
        time.sleep(0.05)
    return 0


def _summary(port: int, status: int, began: float, end: str) -> str:
    address = site_address(port)
    people = "\n".join(f"             {name}@example.org" for name in PEOPLE)
    answers_well = status == HTTPStatus.OK
    warning = (
        ""
        if answers_well
        else (
            f"  But the front page is an error ({status}). A setting may be wrong, such as "
            "ALLOWED_HOSTS or BASE_URL:\n  the lines above, or .dev/log/up.log, say which.\n\n"
        )
    )
    return (
        f"\n  Lederweb answers after {time.time() - began:.1f} s.\n\n{warning}"
        f"  Site       {address}/\n"
        f"  Admin      {address}/admin/\n"
        f"  Mail       {address}/dev/post/\n"
        f"  Log in as  (password {PASSWORD})\n{people}\n\n  {end}\n"
    )


def down(layout: Layout, screen: Screen) -> int:
    """Stop everything of this checkout that no other `./dev` uses."""
    services = Services(layout, {})
    entry = layout.read("up")
    found = processes.alive(entry)
    if found:
        with screen.step("Site") as step:
            processes.end([entry["pid"]], gentle=signal.SIGTERM, seconds=STOP_SECONDS)
            step.note = "stopped"
    left = sweep(layout)
    if left:
        screen.line(f"  {left} processes of an earlier run that was killed are ended.")
    with layout.lock("services"):
        users = services.users()
        embedded = any(server.find() for server in (services.postgres, services.redis))
        if users:
            names = ", ".join(f"{user['purpose']} (process {user['pid']})" for user in users)
            screen.line(f"  PostgreSQL and Redis go on: {names} uses them.")
        elif embedded:
            with screen.step("PostgreSQL and Redis") as step:
                services.stop()
                step.note = "stopped"
    if not (found or left or embedded):
        screen.line("Nothing was running.")
    return 0


def _status(layout: Layout) -> dict[str, Any]:
    services = Services(layout)
    entry = layout.read("up")
    running = processes.alive(entry)
    port, smtp_port = current_ports(layout)
    addresses = {"web": f"{site_address(port)}/", "mail": f"smtp://{LOOPBACK}:{smtp_port}"}
    found: list[dict[str, Any]] = []
    children = entry.get("processes", {}) if running else {}
    for name in _procfile_names(layout):
        alive = processes.alive(children.get(name))
        state = "running" if alive else "starting" if running and not children else "stopped"
        if name == "web" and alive and not answers(port):
            state = "starting"
        found.append(
            {
                "name": name,
                "state": state,
                "pid": children[name]["pid"] if alive else None,
                "address": addresses.get(name) if alive else None,
            }
        )
    given = {"postgres": services.given_database, "redis": services.given_redis}
    urls = {"postgres": services.database_url, "redis": services.redis_url}
    for server in (services.postgres, services.redis):
        pid = None if given[server.name] else server.find()
        state = "given" if given[server.name] else "running" if pid else "stopped"
        address = urls[server.name] if state != "stopped" else None
        found.append({"name": server.name, "state": state, "pid": pid, "address": address})
    return {
        "running": running,
        "web": f"{site_address(port)}/" if running else None,
        "mail_page": f"{site_address(port)}/dev/post/" if running else None,
        "smtp": addresses["mail"] if running else None,
        "DATABASE_URL": urls["postgres"] if found[-2]["address"] else None,
        "REDIS_URL": urls["redis"] if found[-1]["address"] else None,
        "CACHE_URL": services.cache_url if found[-1]["address"] else None,
        "users": [user["purpose"] for user in services.users()],
        "processes": found,
    }


def _procfile_names(layout: Layout) -> list[str]:
    lines = (layout.root / "Procfile").read_text().splitlines()
    return [line.partition(":")[0] for line in lines if line[:1].isalpha()]


def status(layout: Layout, *, as_json: bool) -> int:
    """Every process with its state and address. The exit code is 0 whatever runs."""
    state = _status(layout)
    if as_json:
        print(json.dumps(state, indent=2))
        return 0
    for entry in state["processes"]:
        address = without_password(entry["address"] or "")
        pid = f"process {entry['pid']}" if entry["pid"] else ""
        print(f"  {entry['name']:<12} {entry['state']:<9} {pid:<16} {address}".rstrip())
    print()
    print(f"  Site         {state['web'] or 'not running: ./dev up starts it'}")
    for label, key in (("Mail page", "mail_page"), ("SMTP", "smtp")):
        if state[key]:
            print(f"  {label:<12} {state[key]}")
    for key in ("DATABASE_URL", "REDIS_URL", "CACHE_URL"):
        if state[key]:
            print(f"  {key:<12} {state[key]}")
    return 0


def reset(layout: Layout, screen: Screen, *, sure: bool) -> int:
    """Throw the development data away, after asking. A database that was given is left alone."""
    services = Services(layout, {})
    with layout.lock("services"):
        if processes.alive(layout.read("up")):
            raise Problem("Lederweb is running: stop it with ./dev down before ./dev reset.")
        users = services.users()
        if users:
            raise Problem(
                f"{users[0]['purpose']} (process {users[0]['pid']}) uses the data: wait for it or "
                "stop it before ./dev reset."
            )
        if not sure and not _asked():
            raise Problem("Nothing was deleted.")
        services.stop()
        for name in ("postgres", "postgres.new", "redis", "mail", "media", "bench", "drill"):
            shutil.rmtree(layout.data / name, ignore_errors=True)
        for name in ("prepared", "services", "up"):
            layout.forget(name)
        for path in layout.data.glob("beat-schedule*"):
            path.unlink()
    screen.line("The development data is deleted; ./dev up makes it anew.")
    return 0


def _asked() -> bool:
    print(
        "This deletes the embedded database, the Redis data, the caught mails and the uploaded "
        "files under .dev/.\nType yes to delete them: ",
        end="",
        flush=True,
    )
    try:
        return input().strip().lower() in {"yes", "y"}
    except EOFError:
        raise Problem("There is nobody to ask: say ./dev reset --yes.") from None
