"""A load generator that costs the machine little: raw sockets, kept open, in one process.

Run by its path, so that it imports nothing of the project:
load.py PORT PATH SECONDS CONNECTIONS [BODY]. `{n}` in path and body becomes another number in each
request. With a body, forms are sent as a browser's beacon sends them, and 204 is the answer.
Prints one line of JSON. Only ever speaks to this machine,
and stops by itself after SECONDS, at most a minute.
"""

from __future__ import annotations

import itertools
import json
import selectors
import socket
import sys
import time

LOOPBACK = "127.0.0.1"
LONGEST = 60.0  # seconds
MOST_CONNECTIONS = 16
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
# Counted on from the clock, so that no later run asks with the same ones.
_NUMBERS = itertools.count(time.time_ns())


class _Connection:
    """One kept-open connection with one request on its way."""

    def __init__(self, port: int, request: bytes) -> None:
        self._address = (LOOPBACK, port)
        self._request = request
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(self._address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = bytearray()
        self._missing = -1  # bytes of the answer still to come; -1 while the head is read

    def ask(self) -> None:
        self._received.clear()
        self._missing = -1
        self.status = 0
        request = self._request
        if b"{n}" in request:
            request = request.replace(b"{n}", b"%d" % next(_NUMBERS))
        self.socket.sendall(request)

    def read(self) -> bool:
        """Take what has arrived; True when the answer is whole. Raises OSError at a hang-up."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionResetError
        if self._missing >= 0:
            self._missing -= len(part)
            return self._missing <= 0
        self._received += part
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self._received[:end]).lower()
        self.status = int(head[9:12])
        mark = head.find(b"content-length:")
        if self.status == 204:
            return True
        if mark < 0:
            raise ValueError("an answer without Content-Length cannot be measured")
        length = int(head[mark + 15 :].split(b"\r\n", 1)[0])
        self._missing = length - (len(self._received) - end - 4)
        return self._missing <= 0


def _get(port: int, path: str) -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nAccept: text/html\r\n"
        "Accept-Language: da\r\nUser-Agent: lederweb-bench\r\n\r\n"
    ).encode()


def _post(port: int, path: str, body: str) -> bytes:
    # A number has as many digits as the next one, for some centuries.
    length = len(body.replace("{n}", str(next(_NUMBERS))))
    return (
        f"POST {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nAccept: */*\r\n"
        f"Origin: http://{LOOPBACK}:{port}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Accept-Language: da\r\nUser-Agent: {BROWSER}\r\nContent-Length: {length}\r\n"
        f"Content-Type: application/x-www-form-urlencoded;charset=UTF-8\r\n\r\n{body}"
    ).encode()


def measure(
    port: int, path: str, seconds: float, connections: int, body: str = ""
) -> dict[str, float]:
    """Ask for `path` over and over; returns how often it was answered and how fast.

    Raises RuntimeError when an answer is not the right one: a fast error would look like a fast
    page.
    """
    seconds = min(seconds, LONGEST)
    request = _post(port, path, body) if body else _get(port, path)
    right = 204 if body else 200
    selector = selectors.DefaultSelector()
    for _ in range(min(connections, MOST_CONNECTIONS)):
        connection = _Connection(port, request)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask()
    count = 0
    began = time.perf_counter()
    end = began + seconds
    while (now := time.perf_counter()) < end:
        for key, _ in selector.select(max(0.0, end - now)):
            connection = key.data
            try:
                if not connection.read():
                    continue
                if connection.status != right:
                    raise RuntimeError(f"{path} answered {connection.status}")
                count += 1
            except ConnectionResetError:  # the server closes a connection now and then
                selector.unregister(connection.socket)
                connection.socket.close()
                connection.open()
                selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask()
    spent = time.perf_counter() - began
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    return {"requests": count, "seconds": spent, "per_second": count / spent}


def main() -> None:
    port, path, seconds, connections, *body = sys.argv[1:]
    print(json.dumps(measure(int(port), path, float(seconds), int(connections), *body)))


if __name__ == "__main__":
    main()
