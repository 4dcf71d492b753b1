"""The entry for the web server: `gunicorn lederweb.wsgi`."""

import sys

from django.core.wsgi import get_wsgi_application

from lederweb.lib.env import BadEnvironment, choose_settings

# gunicorn starts a worker anew whatever it says, except after this exit code.
WORKER_CANNOT_START = 3


def _stop(reason: Exception) -> None:
    print(reason, file=sys.stderr, flush=True)
    sys.exit(WORKER_CANNOT_START)


try:
    choose_settings()
    application = get_wsgi_application()
except BadEnvironment as error:
    _stop(error)

from lederweb.users.demonstration import (  # noqa: E402 (apps must be ready)
    DemonstrationInProduction,
    refuse_in_production,
)

try:
    refuse_in_production()
except DemonstrationInProduction as error:
    _stop(error)
