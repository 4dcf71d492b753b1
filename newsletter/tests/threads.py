"""Two at once, for tests."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


def in_a_thread(do: Callable[[], object]) -> threading.Thread:
    """Do it over a connection of its own; the thread is running."""

    def run() -> None:
        try:
            do()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
