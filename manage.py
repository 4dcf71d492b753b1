#!/usr/bin/env python
"""Django's command line for Lederweb; `./dev manage …` calls it with the right environment."""

import gc
import sys

from lederweb.lib.env import BadEnvironment, choose_settings

# How psycopg begins where there was no connection at all; it never repeats the password.
NOT_CONNECTED = (
    "connection failed",
    "connection is bad",
    "connection timeout expired",
    "failed to resolve host",
)


def main() -> None:
    # `migrate` makes models by the ten thousand: looking for garbage as often as usual would be
    # a fifth of its time, and saves 90 MB.
    gc.set_threshold(20_000, 20, 20)
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        choose_settings()
        execute_from_command_line(sys.argv)
    except BadEnvironment as error:
        sys.exit(str(error))
    except OperationalError as error:
        said = str(error).strip().partition("\n")[0]
        if not said.startswith(NOT_CONNECTED) or "--traceback" in sys.argv:
            raise
        sys.exit(f"The database cannot be reached ({said}). Start it, or mend DATABASE_URL.")


if __name__ == "__main__":
    main()
