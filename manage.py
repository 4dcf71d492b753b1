#!/usr/bin/env python
"""Django's command line for Lederweb; `./dev manage …` calls it with the right environment."""

import os
import sys

from lederweb.lib.env import BadEnvironment


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lederweb.settings.dev")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except BadEnvironment as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
