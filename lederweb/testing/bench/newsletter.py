"""Send a newsletter to 27,699, beside the limit and Django's own way: ratios, memory, growth.

Everything is included: freezing the audience, rendering, claiming, sending, settling in
PostgreSQL. The mail server is Postfix's smtp-sink where it is installed, else one of our own; the
limit is smtp-source with 8 sessions, else a bare loop over bytes that stand ready. Rounds are
interleaved and medians compared, because the machine may be busy with other things.
`./dev bench newsletter full` also sends to ten times as many.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

from lederweb.testing.mailing import READERS, Senders, make_issue, make_readers
from lederweb.testing.sink import Sink
from lederweb.testing.site import LOOPBACK, SiteFailed, files, fill, free_port

ROUNDS = 3
SESSIONS = 8
SENDERS = 2
DJANGO_MESSAGES = 1_000
LEAST_OF_DJANGO = 12.0
LEAST_OF_LIMIT = {"8bit": 0.8, "quoted-printable": 0.65}
MOST_MEGABYTES = 150
MOST_GROWTH = 11.0


def _postfix(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/lib/postfix/sbin")


@contextlib.contextmanager
def _server(*, eight_bit: bool) -> Iterator[int]:
    program = _postfix("smtp-sink")
    if program is None:
        with Sink(files() / "taken.txt", eight_bit=int(eight_bit)) as sink:
            yield sink.port
        return
    port = free_port()
    options = [] if eight_bit else ["-8"]
    options += ["-u", "nobody"] if os.geteuid() == 0 else []
    process = subprocess.Popen([program, *options, f"{LOOPBACK}:{port}", "1000"])
    try:
        deadline = time.monotonic() + 10
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection((LOOPBACK, port), timeout=1).close()
                break
            if time.monotonic() > deadline or process.poll() is not None:
                raise SiteFailed("smtp-sink did not start.")
            time.sleep(0.02)
        yield port
    finally:
        process.kill()
        process.wait()


def _ours(readers: int, *, eight_bit: bool) -> tuple[float, float]:
    """Messages a second and the megabytes of the largest sender."""
    from newsletter.models import Delivery, Sending
    from newsletter.services.approve import approve_issue

    make_readers(readers)
    issue = make_issue()
    with _server(eight_bit=eight_bit) as port, Senders(port, 1, forks=SENDERS) as senders:
        began = time.monotonic()
        approve_issue(issue_id=issue.pk, approved_by=None)
        senders.begin(issue.pk)
        peaks = senders.finish()
        seconds = time.monotonic() - began
    states = Delivery.objects.by_state()
    if Sending.objects.get().state != "sent" or states["sent"] != readers:
        raise SiteFailed(f"Not everybody got it: {states}")
    return readers / seconds, max(peaks)


def _limit(messages: int, size: int) -> float:
    with _server(eight_bit=True) as port:
        program = _postfix("smtp-source")
        began = time.monotonic()
        if program:
            subprocess.run(
                [program, "-s", str(SESSIONS), "-m", str(messages), "-l", str(size),
                 f"{LOOPBACK}:{port}"],
                check=True,
            )  # fmt: skip
        else:
            each = messages // SESSIONS
            threads = [
                threading.Thread(target=_bare, args=(port, each, size)) for _s in range(SESSIONS)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            messages = each * SESSIONS
        return messages / (time.monotonic() - began)


def _bare(port: int, messages: int, size: int) -> None:
    envelope = b"MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"
    body = b"Subject: x\r\n\r\n" + (b"x" * 76 + b"\r\n") * (size // 78) + b".\r\n"
    with (
        socket.create_connection((LOOPBACK, port)) as connection,
        connection.makefile("rb") as told,
    ):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        told.readline()
        connection.sendall(b"EHLO x\r\n")
        while told.readline()[3:4] == b"-":
            pass
        connection.sendall(envelope)
        for number in range(messages):
            for _reply in range(3):
                told.readline()
            connection.sendall(body + (envelope if number + 1 < messages else b""))
            told.readline()


def _django(messages: int, text: str, html: str) -> float:
    from django.conf import settings
    from django.core.mail import EmailMultiAlternatives, get_connection

    with _server(eight_bit=True) as port:
        began = time.monotonic()
        for start in range(0, messages, 100):
            batch = []
            for number in range(start, min(start + 100, messages)):
                mail = EmailMultiAlternatives(
                    "Når du leder på afstand", text, settings.DEFAULT_FROM_EMAIL,
                    [f"leder{number}@example.org"],
                )  # fmt: skip
                mail.attach_alternative(html, "text/html")
                batch.append(mail)
            get_connection(
                "django.core.mail.backends.smtp.EmailBackend", host=LOOPBACK, port=port,
                use_tls=False, use_ssl=False, username="", password="",
            ).send_messages(batch)  # fmt: skip
        return messages / (time.monotonic() - began)


def run(*, full: bool) -> int:
    """Measure, print, and return 1 when a limit is missed."""
    import django

    django.setup()
    logging.disable(logging.INFO)
    print("Filling a site of its own …", flush=True)
    fill()
    from newsletter.letters import Letters
    from newsletter.models import Sending

    _ours(500, eight_bit=True)  # warm
    sending = Sending.objects.get()
    size = len(Letters(sending).of(None, eight_bit=True).static)
    print(f"{READERS} recipients, messages of {size / 1000:.0f} KB, {ROUNDS} rounds", flush=True)
    found: dict[str, list[float]] = {}
    peaks: list[float] = []
    for _round in range(ROUNDS):
        for name, eight_bit in (("8bit", True), ("quoted-printable", False)):
            speed, peak = _ours(READERS, eight_bit=eight_bit)
            found.setdefault(name, []).append(speed)
            peaks.append(peak)
        found.setdefault("limit", []).append(_limit(READERS, size))
        text, html = sending.text, sending.html
        found.setdefault("django", []).append(_django(DJANGO_MESSAGES, text, html))
        found.setdefault("a tenth", []).append(_ours(READERS // 10, eight_bit=True)[0])
        print("  " + "  ".join(f"{name} {v[-1]:.0f}" for name, v in found.items()), flush=True)
    median = {name: statistics.median(values) for name, values in found.items()}
    missed = []
    for name, least in LEAST_OF_LIMIT.items():
        ratio, times = median[name] / median["limit"], median[name] / median["django"]
        print(f"  {name:<17} {median[name]:6.0f} a second  {READERS / median[name]:5.1f} s", end="")
        print(f"  {ratio:.2f} of the limit  {times:.1f} times Django")
        if ratio < least:
            missed.append(f"{name}: {ratio:.2f} of the limit; wanted {least}")
        if name == "8bit" and times < LEAST_OF_DJANGO:
            missed.append(f"{name}: {times:.1f} times Django; wanted {LEAST_OF_DJANGO:.0f}")
    print(f"  limit {median['limit']:.0f}, Django {median['django']:.0f} a second")
    growth = 10 * median["a tenth"] / median["8bit"]
    print(f"  ten times as many cost {growth:.1f} times as much (from {READERS // 10})")
    if full:
        most = _ours(10 * READERS, eight_bit=True)
        peaks.append(most[1])
        growth = 10 * median["8bit"] / most[0]
        print(f"  ten times as many cost {growth:.1f} times as much (to {10 * READERS})")
    if growth > MOST_GROWTH:
        missed.append(f"ten times as many cost {growth:.1f} times; wanted {MOST_GROWTH:.0f}")
    print(f"  memory of a sender {max(peaks):.0f} MB at most, with its part of what senders share")
    if max(peaks) > MOST_MEGABYTES:
        missed.append(f"{max(peaks):.0f} MB a sender; wanted {MOST_MEGABYTES}")
    for line in missed:
        print(f"  Missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(run(full="full" in sys.argv[1:]))
    except SiteFailed as error:
        sys.exit(str(error))
